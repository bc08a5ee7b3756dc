package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Reads a part of a file on the agent; nothing if it is not there or no plain file. A link is not followed: whoever may
 * write into the workspace could make one that points to what only the agent's user may read.
 *
 * @param from the first byte
 * @param most how many bytes at most
 */
record ReadBounded(long from, int most) implements ControllerToAgentFileCallable<byte[]> {
    @Override
    public byte[] invoke(File file, VirtualChannel channel) throws IOException {
        Path path = file.toPath();
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return new byte[0];
        }
        try (SeekableByteChannel content =
                Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long there = content.size() - from;
            if (there <= 0) {
                return new byte[0];
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(there, most));
            content.position(from);
            while (buffer.hasRemaining() && content.read(buffer) >= 0) {
                continue;
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }
}
