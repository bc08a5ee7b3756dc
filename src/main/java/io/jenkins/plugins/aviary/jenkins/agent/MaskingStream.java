package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.console.LineTransformationOutputStream;
import io.jenkins.plugins.aviary.operation.Masking;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Hides secrets in what goes to a build's log, line by line. The process on the agent hides them already; this is the
 * second line, for a process that is not the one that was sent.
 */
final class MaskingStream extends LineTransformationOutputStream {
    private final OutputStream log;
    private final Masking masking;

    MaskingStream(OutputStream log, Masking masking) {
        this.log = log;
        this.masking = masking;
    }

    @Override
    protected void eol(byte[] bytes, int length) throws IOException {
        String line = new String(bytes, 0, length, StandardCharsets.UTF_8);
        log.write(masking.mask(line).getBytes(StandardCharsets.UTF_8));
        log.flush();
    }

    /** Writes what is left of a line; the build's log stays open. */
    @Override
    public void close() throws IOException {
        forceEol();
        log.flush();
    }
}
