package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server says of itself, and what a hostile one tries. */
@Timeout(30)
class StatusProtocolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CANARY =
            "<?xml version=\"1.0\"?><tsqp version=\"1.0\"><serverinfo uptime=\"3661\" ip=\"1.2.3.4\" servername=\"OTServBR &amp; Co\""
                    + " port=\"7171\" location=\"\" url=\"\" server=\"Canary\" version=\"3.0\" client=\"15.25\"/>"
                    + "<owner name=\"\" email=\"\"/><players online=\"12\" unique=\"9\" max=\"1000\" peak=\"77\"/>"
                    + "<monsters total=\"1\"/><npcs total=\"1\"/><rates experience=\"1\"/>"
                    + "<map name=\"otservbr\" author=\"\" width=\"1\" height=\"1\"/><motd>Hello</motd></tsqp>";

    private static StatusAnswer parsed(String xml) throws NoAnswer {
        return StatusProtocol.parse(xml.getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    @Test
    void readsWhatCanaryAnswers() throws Exception {
        assertThat(parsed(CANARY))
                .isEqualTo(new StatusAnswer(
                        "OTServBR & Co",
                        "Canary 3.0",
                        Duration.ofSeconds(3661),
                        12,
                        1000,
                        77,
                        "otservbr",
                        Duration.ZERO));
    }

    @Test
    void readsNoFileThatAnAnswerNames() {
        String hostile = "<?xml version=\"1.0\"?><!DOCTYPE tsqp [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                + "<tsqp><serverinfo servername=\"&x;\"/></tsqp>";

        assertThatThrownBy(() -> parsed(hostile)).isInstanceOf(NoAnswer.class).hasMessageContaining("DOCTYPE");
    }

    @Test
    void refusesWhatIsNoStatus() {
        assertThatThrownBy(() -> parsed("<html></html>")).hasMessageContaining("no status but <html>");
        assertThatThrownBy(() -> parsed("SSH-2.0-OpenSSH_9.2\r\n")).isInstanceOf(NoAnswer.class);
        assertThatThrownBy(() -> parsed(CANARY.substring(0, 100))).isInstanceOf(NoAnswer.class);
    }

    @Test
    void asksAndListens() throws Exception {
        byte[] request = {6, 0, -1, -1, 'i', 'n', 'f', 'o'};

        StatusAnswer answer = against(
                asked -> Optional.of(
                        java.util.Arrays.equals(asked, request)
                                ? CANARY.getBytes(StandardCharsets.UTF_8)
                                : new byte[1]),
                StatusProtocol::ask);

        assertThat(answer.online()).isEqualTo(12);
        assertThat(answer.latency()).isPositive();
    }

    @Test
    void countsAndNamesPlayers() throws Exception {
        ByteBuffer answer = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        answer.putShort((short) 0).put((byte) 0x20).putInt(2).putInt(1000).putInt(50);
        answer.put((byte) 0x21).putInt(2).putShort((short) 4).put("Hero".getBytes(StandardCharsets.ISO_8859_1));
        answer.putInt(100)
                .putShort((short) 3)
                .put("B b".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8);
        answer.putShort(0, (short) (answer.position() - 2));
        byte[] bytes = java.util.Arrays.copyOf(answer.array(), answer.position());

        PlayerCount players =
                against(asked -> Optional.of(asked[4] == 40 ? bytes : new byte[1]), protocol -> protocol.players(true));

        assertThat(players.online()).isEqualTo(2);
        assertThat(players.players()).contains(new PlayerCount.OnlinePlayer("B b", 8));
    }

    @Test
    void refusesABinaryAnswerThatEndsInTheMiddle() {
        byte[] claims = {40, 0, 0x21, -1, -1, -1, 0x7f, 4, 0, 'H'};

        assertThatThrownBy(() -> StatusProtocol.parsePlayers(claims)).hasMessageContaining("ends in the middle");
    }

    @Test
    void tellsASilentServerFromOneThatHangsUp() {
        assertThatThrownBy(() -> against(asked -> Optional.of(new byte[0]), StatusProtocol::ask))
                .hasMessageContaining("closed the connection without an answer");
        assertThatThrownBy(() -> withPatience(Duration.ofMillis(100), asked -> Optional.empty(), StatusProtocol::ask))
                .hasMessageContaining("did not answer within 100 ms");
    }

    @Test
    void stopsReadingAnAnswerWithoutAnEnd() throws Exception {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread flood = new Thread(() -> {
                try (var client = endless.accept()) {
                    while (true) {
                        client.getOutputStream().write(new byte[65536]);
                    }
                } catch (java.io.IOException e) {
                    Thread.currentThread().interrupt();
                }
            });
            flood.start();

            assertThatThrownBy(() -> new StatusProtocol(
                                    new InetSocketAddress("127.0.0.1", endless.getLocalPort()), PATIENCE)
                            .ask())
                    .hasMessageContaining("no status");
            flood.join();
        }
    }

    @Test
    void takesAPortThatOnlyAcceptsForNoGamePort() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", mute.getLocalPort());

            assertThatThrownBy(() -> new GamePort(address, Duration.ofMillis(100)).probe())
                    .isInstanceOf(NoAnswer.class);
        }
    }

    private interface Question<T> {
        T ask(StatusProtocol protocol) throws Exception;
    }

    private static <T> T against(Function<byte[], Optional<byte[]>> server, Question<T> question) throws Exception {
        return withPatience(PATIENCE, server, question);
    }

    private static <T> T withPatience(
            Duration patience, Function<byte[], Optional<byte[]>> server, Question<T> question) throws Exception {
        try (ServerSocketChannel channel = FixtureNetwork.answering(0, server)) {
            return question.ask(new StatusProtocol((InetSocketAddress) channel.getLocalAddress(), patience));
        }
    }
}
