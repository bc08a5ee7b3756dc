package org.kohsuke.stapler;

@SuppressWarnings({"rawtypes", "serial"})
public class HttpResponses {
    public static native org.kohsuke.stapler.HttpResponses.HttpResponseException error(int a, java.lang.String b);

    public static native org.kohsuke.stapler.HttpResponses.HttpResponseException forwardToPreviousPage();

    public static native org.kohsuke.stapler.HttpResponses.HttpResponseException notFound();

    public static native org.kohsuke.stapler.HttpResponses.HttpResponseException ok();

    public static native org.kohsuke.stapler.HttpRedirect redirectTo(int a, java.lang.String b);

    public static native org.kohsuke.stapler.HttpRedirect redirectTo(java.lang.String a);

    public static native org.kohsuke.stapler.HttpResponses.HttpResponseException redirectViaContextPath(
            java.lang.String a);

    public static native org.kohsuke.stapler.HttpResponse text(java.lang.String a);

    private HttpResponses() {}

    public abstract static class HttpResponseException extends java.lang.RuntimeException
            implements org.kohsuke.stapler.HttpResponse {
        private HttpResponseException() {}
    }
}
