package io.jenkins.plugins.aviary.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Scanner;

/**
 * Ports of this machine for servers that are about to start. They lie below those that the system gives to outgoing
 * connections: a port of these could be some connection's by the time that the server asks for it.
 */
public final class FreePorts {
    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LOWEST = 15_000;
    private static final int USUAL_EPHEMERAL = 32_768;
    private static final int LEAST = 1000;
    private static final int TRIES = 10_000;
    private static final Random RANDOM = new Random();

    private FreePorts() {}

    /**
     * Finds ports on the loopback address that nobody listens on; safe for use by several threads.
     *
     * @param count how many
     * @return that many, all different
     * @throws UncheckedIOException if there are not as many
     */
    public static List<Integer> take(int count) {
        int beyond = beyond();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int tries = 0; held.size() < count; tries++) {
                hold(LOWEST + RANDOM.nextInt(beyond - LOWEST), held, tries == TRIES);
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "There are no " + count + " free ports between " + LOWEST + " and " + beyond + " on this machine",
                    e);
        } finally {
            held.forEach(FreePorts::release);
        }
    }

    /** One such port. */
    public static int take() {
        return take(1).get(0);
    }

    private static void hold(int port, List<ServerSocket> held, boolean last) throws IOException {
        try {
            held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            if (last) {
                throw e;
            }
        }
    }

    /** The first port that is not for servers, unless the system leaves them hardly any. */
    private static int beyond() {
        try (Scanner range = new Scanner(Files.readString(EPHEMERAL))) {
            int first = range.nextInt();
            return first - LOWEST < LEAST ? USUAL_EPHEMERAL : Math.min(first, USUAL_EPHEMERAL);
        } catch (IOException | NoSuchElementException e) {
            return USUAL_EPHEMERAL; // Linux's own choice, and below what other systems take.
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
