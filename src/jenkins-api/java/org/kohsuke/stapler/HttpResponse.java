package org.kohsuke.stapler;

@SuppressWarnings({"rawtypes", "serial"})
public interface HttpResponse {
    default void generateResponse(
            org.kohsuke.stapler.StaplerRequest2 a, org.kohsuke.stapler.StaplerResponse2 b, java.lang.Object c)
            throws java.io.IOException, jakarta.servlet.ServletException {
        throw new UnsupportedOperationException();
    }
}
