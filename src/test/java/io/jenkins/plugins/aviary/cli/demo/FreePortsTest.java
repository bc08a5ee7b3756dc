package io.jenkins.plugins.aviary.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void areAllDifferentAndCanBeListenedOn() throws Exception {
        List<Integer> ports = FreePorts.take(50);

        assertThat(ports).hasSize(50).doesNotHaveDuplicates();
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int port : ports) {
                sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void areNoneThatSomebodyListensOn() throws Exception {
        try (ServerSocket taken = new ServerSocket(FreePorts.take(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(new HashSet<>(FreePorts.take(500))).doesNotContain(taken.getLocalPort());
        }
    }

    @Test
    void areNoneThatTheSystemGivesToOutgoingConnections() throws Exception {
        Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
        assumeTrue(Files.exists(range));
        int first = Integer.parseInt(Files.readString(range).strip().split("\\s+")[0]);
        assumeTrue(first > 16_000);

        assertThat(FreePorts.take(50)).allMatch(port -> port < first);
    }
}
