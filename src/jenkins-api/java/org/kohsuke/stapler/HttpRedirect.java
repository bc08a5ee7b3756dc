package org.kohsuke.stapler;

@SuppressWarnings({"rawtypes", "serial"})
public final class HttpRedirect extends java.lang.RuntimeException implements org.kohsuke.stapler.HttpResponse {
    private HttpRedirect() {}
}
