package io.jenkins.plugins.aviary.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.dashboard.DashboardFiles;
import io.jenkins.plugins.aviary.dashboard.SampleInstallation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks a server on loopback, also in ways that no browser would. */
class DashboardServerTest {
    @TempDir
    static Path folder;

    private static SampleInstallation sample;
    private static DashboardServer server;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        sample = SampleInstallation.make(folder, 20, 0, Instant.parse("2026-06-01T12:00:00Z"));
        server = DashboardServer.start(sample.home(), sample.workspace(), 0, Clock.systemUTC(), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void servesThePageAndEveryFileOfIt() throws Exception {
        assertThat(get("").body()).contains("<aviary-dashboard");
        for (String name : DashboardFiles.names()) {
            HttpResponse<String> file = get("static/" + name);
            assertThat(file.statusCode()).as(name).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith(
                            name.endsWith(".js")
                                    ? "text/javascript"
                                    : name.endsWith(".css")
                                            ? "text/css"
                                            : name.endsWith(".svg") ? "image/svg+xml" : "text/html");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "static/aviary.js", "api/board", "api/nothing", "nothing", "api/events?limit=x"})
    void forbidsFramesForeignScriptsAndGuessingOnEveryAnswer(String path) throws Exception {
        var headers = get(path).headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
    }

    @Test
    void answersInJsonAndSaysWhenNothingChanged() throws Exception {
        HttpResponse<String> first = get("api/board");
        assertThat(first.body()).contains("\"antica\"");

        HttpResponse<String> second = CLIENT.send(
                HttpRequest.newBuilder(server.address().resolve("/api/board"))
                        .header(
                                "If-None-Match",
                                first.headers().firstValue("ETag").orElseThrow())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (second.statusCode() != 304) {
            // The answer has the server's time in it: a minute may have passed between the two.
            assertThat(second.body()).isNotEqualTo(first.body());
        } else {
            assertThat(second.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost@evil.example", ""})
    void refusesWhoeverAsksForAnotherHost(String host) throws Exception {
        assertThat(raw("GET /api/board HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("antica");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void changesNothing(String method) throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(server.address().resolve("/api/board"))
                        .method(method, HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
    }

    @Test
    void boundsWhatIsAsked() throws Exception {
        assertThat(get("api/events?type=" + "x".repeat(4001)).statusCode()).isEqualTo(414);
        assertThat(get("api/events?" + "a=1&".repeat(21)).statusCode()).isEqualTo(400);
        assertThat(raw("GET /api/events?type=%zz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("GET /static/../aviary.yml HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(raw("GET /static/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void exportsTheLedger() throws Exception {
        HttpResponse<byte[]> archive = CLIENT.send(
                HttpRequest.newBuilder(server.address().resolve("/api/export")).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(archive.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(archive.body()).startsWith('P', 'K');
    }

    @Test
    void keepsTheLastGoodConfigurationAndSaysWhatIsWrongWithTheNewOne() throws Exception {
        Path other = folder.resolve("other");
        SampleInstallation changing = SampleInstallation.make(other, 20, 0, Instant.parse("2026-06-01T12:00:00Z"));
        try (DashboardServer second =
                DashboardServer.start(changing.home(), changing.workspace(), 0, Clock.systemUTC(), Map.of())) {
            assertThat(get(second, "api/board").body()).contains("jadebra");
            assertThat(get(second, "api/configuration").body()).isEmpty();

            Files.writeString(changing.workspace().resolve("aviary.yml"), "environments: [1, 2, 3, wrong]\n");

            assertThat(get(second, "api/board").body()).contains("jadebra");
            assertThat(get(second, "api/configuration").body()).contains("aviary.yml:1: ");
            Files.delete(changing.workspace().resolve("aviary.yml"));
            assertThat(get(second, "api/board").body())
                    .doesNotContain("jadebra")
                    .contains("unmanaged");
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        assertThatThrownBy(() -> DashboardServer.start(
                        sample.home(), sample.workspace(), server.address().getPort(), Clock.systemUTC(), Map.of()))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("port " + server.address().getPort())
                .hasMessageContaining("--port");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(server, path);
    }

    private static HttpResponse<String> get(DashboardServer from, String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(from.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
