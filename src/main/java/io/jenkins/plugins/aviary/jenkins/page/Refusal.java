package io.jenkins.plugins.aviary.jenkins.page;

import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.HttpResponse;

/**
 * Says no to somebody who posted something, and why, in one line of plain text. Jenkins's own page for errors hides the
 * reason from them, and writes a stack trace into its log for what is a user's mistake.
 */
final class Refusal {
    private Refusal() {}

    /**
     * An answer.
     *
     * @param status the status of HTTP, such as 400
     */
    static HttpResponse because(int status, String reason) {
        return new Answer((request, reply) -> {
            reply.setStatus(status);
            reply.setContentType("text/plain; charset=utf-8");
            reply.setHeader("X-Content-Type-Options", "nosniff");
            reply.getOutputStream()
                    .write((reason.replaceAll("\\p{Cntrl}+", " ") + "\n").getBytes(StandardCharsets.UTF_8));
        });
    }
}
