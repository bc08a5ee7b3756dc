package io.jenkins.plugins.aviary.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** One short conversation with a port: connect, say something or nothing, listen. Bounded in time and in bytes. */
final class PortReader {
    private final InetSocketAddress address;
    private final Duration patience;

    PortReader(InetSocketAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /**
     * Says something and listens until so many bytes came or the other side closed.
     *
     * @param most how many bytes are wanted at most
     * @throws NoAnswer if nobody listens, or nothing came in time
     */
    byte[] ask(byte[] request, int most) throws NoAnswer, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.connect(address, left(deadline));
            if (request.length > 0) {
                socket.getOutputStream().write(request);
            }
            InputStream input = socket.getInputStream();
            byte[] block = new byte[8192];
            while (answer.size() < most) {
                socket.setSoTimeout(left(deadline));
                int read = input.read(block, 0, Math.min(block.length, most - answer.size()));
                if (read < 0) {
                    break;
                }
                answer.write(block, 0, read);
            }
        } catch (SocketTimeoutException e) {
            throw new NoAnswer("it did not answer within " + patience.toMillis() + " ms");
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled while asking a port");
            }
            if (answer.size() == 0) {
                throw new NoAnswer("it cannot be reached: " + e.getMessage());
            }
        }
        if (answer.size() == 0) {
            throw new NoAnswer("it closed the connection without an answer");
        }
        return answer.toByteArray();
    }

    private static int left(long deadline) throws SocketTimeoutException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }
}
