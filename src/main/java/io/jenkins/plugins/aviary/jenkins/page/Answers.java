package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.dashboard.Response;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** The answers of the pages. */
final class Answers {
    private Answers() {}

    /** What the read model answers. */
    static HttpResponse of(Response response) {
        return new Answer((request, reply) -> send(response, request, reply));
    }

    private static void send(Response response, StaplerRequest2 request, StaplerResponse2 reply) throws IOException {
        reply.setHeader("ETag", response.etag());
        reply.setHeader("Cache-Control", response.cacheControl());
        reply.setHeader("X-Content-Type-Options", "nosniff");
        if (response.isKnownTo(request.getHeader("If-None-Match"))) {
            reply.setStatus(304);
            return;
        }
        reply.setStatus(response.status());
        reply.setContentType(response.contentType());
        reply.getOutputStream().write(response.body());
    }

    /** A short answer in JSON, for what is not found or not understood. */
    static HttpResponse error(int status, String message) {
        return new Answer((request, reply) -> {
            reply.setStatus(status);
            reply.setContentType("application/json; charset=utf-8");
            String escaped = message.replaceAll("[\\p{Cntrl}\"\\\\]", " ");
            reply.getOutputStream()
                    .write(("{\"error\": \"" + escaped + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
    }

    /** Leads a browser to another page after a form was taken; relative to the address that was posted to. */
    static HttpResponse redirect(String address) {
        return new Answer((request, reply) -> reply.sendRedirect(address));
    }
}
