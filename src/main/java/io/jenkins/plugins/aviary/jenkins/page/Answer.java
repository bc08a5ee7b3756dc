package io.jenkins.plugins.aviary.jenkins.page;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * An answer to a request.
 *
 * @param writing writes it
 */
record Answer(Writing writing) implements HttpResponse {
    /** Writes an answer. */
    @FunctionalInterface
    interface Writing {
        void to(StaplerRequest2 request, StaplerResponse2 reply) throws IOException;
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 reply, Object node)
            throws IOException, ServletException {
        writing.to(request, reply);
    }
}
