package io.jenkins.plugins.aviary.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of game host does, in the same way. */
@Tag("integration")
@Timeout(60)
abstract class GameHostContract {
    @TempDir
    Path folder;

    GameHost host;

    /** A host of the kind under test whose files are this machine's. */
    abstract GameHost connect() throws Exception;

    @BeforeEach
    void connected() throws Exception {
        host = connect();
    }

    @AfterEach
    void disconnected() {
        host.close();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void tellsExitCodeOutputAndErrorsApart() throws Exception {
        CommandResult result = host.shell("echo out; echo err >&2; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("out\n");
        assertThat(result.errors()).isEqualTo("err\n");
    }

    @Test
    void passesArgumentsExactlyAsTheyAre() throws Exception {
        List<String> nasty = List.of(
                "", " ", "'", "\"", "$HOME", "`id`", "$(id)", "a;b", "*", "\\", "line\nbreak", "ünïcödé", "-n", "!x");
        List<String> command = new ArrayList<>(List.of("printf", "<%s>"));
        command.addAll(nasty);

        CommandResult result = host.run(RemoteCommand.of(command.toArray(String[]::new)));

        assertThat(result.output())
                .isEqualTo(String.join(
                        "", nasty.stream().map(argument -> "<" + argument + ">").toList()));
    }

    @Test
    void feedsACommandItsInput() throws Exception {
        byte[] input = random(300_000);

        CommandResult result = host.run(RemoteCommand.of("wc", "-c").reading(input));

        assertThat(result.output().strip()).isEqualTo("300000");
    }

    @Test
    void doesNotWaitForACommandToReadItsInput() throws Exception {
        CommandResult result = host.run(RemoteCommand.of("true").reading(random(5_000_000)));

        assertThat(result.exitCode()).isZero();
    }

    @Test
    void keepsNoMoreOutputThanAsked() throws Exception {
        RemoteCommand command = RemoteCommand.shell("head -c 3000000 /dev/zero | tr '\\0' x; echo done >&2");

        CommandResult result =
                host.run(new RemoteCommand(command.arguments(), new byte[0], Duration.ofSeconds(30), 1000));

        assertThat(result.output()).hasSize(1000);
        assertThat(result.errors()).isEqualTo("done\n");
    }

    @Test
    void passesLinesOnWhileTheCommandRuns() throws Exception {
        List<String> lines = new ArrayList<>();
        Path gate = folder.resolve("gate");

        int code = host.stream(
                RemoteCommand.shell(
                        "echo first; while [ ! -e \"$1\" ]; do sleep 0.05; done; echo second; exit 4", gate.toString()),
                line -> {
                    lines.add(line);
                    if (line.equals("first")) {
                        create(gate);
                    }
                });

        assertThat(lines).containsExactly("first", "second");
        assertThat(code).isEqualTo(4);
    }

    @Test
    void losesNoLineOfALongOutput() throws Exception {
        List<String> lines = new ArrayList<>();

        host.stream(RemoteCommand.of("seq", "1", "50000"), lines::add);

        assertThat(lines)
                .isEqualTo(IntStream.rangeClosed(1, 50_000)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void endsACommandThatTakesTooLong() throws Exception {
        Path alive = folder.resolve("alive");
        RemoteCommand endless = RemoteCommand.shell("echo $$ >\"$1\"; sleep 300", alive.toString())
                .within(Duration.ofMillis(700));

        assertThatThrownBy(() -> host.run(endless))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("did not finish '/bin/sh'");
        assertEnded(alive);
    }

    @Test
    void endsTheCommandOnTheHostWhenTheRunIsCancelled() throws Exception {
        Path alive = folder.resolve("alive");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread run = new Thread(() -> {
            try {
                host.shell("echo $$ >\"$1\"; sleep 300", alive.toString());
                thrown.complete(null);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        run.start();
        awaitContent(alive);

        run.interrupt();

        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertEnded(alive);
    }

    @Test
    void doesNotWaitForWhatACommandLeavesRunning() throws Exception {
        CommandResult result = host.shell("sleep 300 & echo $!");

        assertThat(result.exitCode()).isZero();
        long left = Long.parseLong(result.output().strip());
        ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void leavesAServerRunningThatWasStartedAsOne() throws Exception {
        CommandResult result = host.shell("setsid sleep 300 </dev/null >/dev/null 2>&1 & echo $!");
        long server = Long.parseLong(result.output().strip());

        host.close();

        assertThat(ProcessHandle.of(server)).isPresent();
        ProcessHandle.of(server).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void uploadsAFileWithItsMode() throws Exception {
        byte[] content = random(1_000_003);

        host.upload(new ByteArrayInputStream(content), path("binary"), 0750);

        assertThat(folder.resolve("binary")).hasBinaryContent(content);
        assertThat(mode("binary")).isEqualTo("rwxr-x---");
    }

    @Test
    void replacesALongerFileByUploading() throws Exception {
        host.upload(new ByteArrayInputStream(random(1000)), path("file"), 0644);

        host.upload(new ByteArrayInputStream(new byte[] {1, 2}), path("file"), 0600);

        assertThat(folder.resolve("file")).hasBinaryContent(new byte[] {1, 2});
        assertThat(mode("file")).isEqualTo("rw-------");
    }

    @Test
    void replacesAFileByOneRename() throws Exception {
        Path file = Files.writeString(folder.resolve("config.lua"), "old");
        Path linked = Files.createLink(folder.resolve("linked"), file);

        host.writeAtomically(path("config.lua"), "new\n".getBytes(StandardCharsets.UTF_8), 0640);

        assertThat(file).hasContent("new\n");
        assertThat(linked).hasContent("old");
        assertThat(mode("config.lua")).isEqualTo("rw-r-----");
        assertThat(host.list(folder.toString())).containsExactly("config.lua", "linked");
    }

    @Test
    void leavesNothingBehindWhenAFileCannotBeWritten() throws Exception {
        Files.createDirectory(folder.resolve("taken"));

        assertThatThrownBy(() -> host.writeAtomically(path("taken"), new byte[] {1}, 0644))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("cannot write " + path("taken"));
        assertThatThrownBy(() -> host.writeAtomically(path("no/such/folder"), new byte[] {1}, 0644))
                .isInstanceOf(HostFailure.class);
        assertThat(host.list(folder.toString())).containsExactly("taken");
    }

    @Test
    void readsAPartOfAFile() throws Exception {
        byte[] content = random(200_000);
        Files.write(folder.resolve("log"), content);

        assertThat(host.read(path("log"), 0, 1_000_000)).isEqualTo(content);
        assertThat(host.read(path("log"), 150_000, 10))
                .isEqualTo(java.util.Arrays.copyOfRange(content, 150_000, 150_010));
        assertThat(host.read(path("log"), 199_999, 10)).hasSize(1);
        assertThat(host.read(path("log"), 200_000, 10)).isEmpty();
        assertThat(host.read(path("log"), 999_999, 10)).isEmpty();
    }

    @Test
    void saysThatAFileToReadIsMissing() {
        assertThatThrownBy(() -> host.read(path("missing"), 0, 1))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("cannot read " + path("missing") + ": there is no such file");
    }

    @Test
    void tellsSizesAndNames() throws Exception {
        Files.write(folder.resolve("b"), new byte[5]);
        Files.createDirectory(folder.resolve("a"));
        Files.write(folder.resolve(".hidden"), new byte[0]);

        assertThat(host.size(path("b"))).isEqualTo(5);
        assertThat(host.size(path("missing"))).isEqualTo(-1);
        assertThat(host.exists(path("a"))).isTrue();
        assertThat(host.exists(path("missing"))).isFalse();
        assertThat(host.list(folder.toString())).containsExactly(".hidden", "a", "b");
        assertThat(host.list(path("missing"))).isEmpty();
    }

    @Test
    void deletesATreeButNotWhatItsLinksLeadTo() throws Exception {
        Files.createDirectories(folder.resolve("base/tree/deep"));
        Files.writeString(folder.resolve("base/tree/deep/file"), "x");
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("players.sql"), "precious");
        Files.createSymbolicLink(folder.resolve("base/tree/link"), outside);

        host.deleteTree(path("base"), path("base/tree"));

        assertThat(folder.resolve("base/tree")).doesNotExist();
        assertThat(outside.resolve("players.sql")).hasContent("precious");
    }

    @Test
    void refusesToDeleteOutsideOfTheBase() throws Exception {
        Files.createDirectories(folder.resolve("base"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectory(outside.resolve("precious"));
        Files.createSymbolicLink(folder.resolve("base/escape"), outside);

        for (String target :
                List.of("outside", "base/../outside", "base/escape/precious", "base", "base/..", "base/.")) {
            assertThatThrownBy(() -> host.deleteTree(path("base"), path(target)))
                    .as(target)
                    .isInstanceOf(HostFailure.class);
        }
        assertThat(outside.resolve("precious")).exists();
        host.deleteTree(path("base"), path("base/not/there"));
    }

    @Test
    void leadsToPortsThatTheHostCanReach() throws Exception {
        try (ServerSocket status = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(status));
            InetSocketAddress way = host.tunnel("127.0.0.1", status.getLocalPort());

            try (Socket socket = new Socket(way.getAddress(), way.getPort())) {
                assertThat(socket.getInputStream().readAllBytes()).isEqualTo(new byte[] {42});
            }
            answered.get(10, TimeUnit.SECONDS);
            assertThat(host.tunnel("127.0.0.1", status.getLocalPort())).isEqualTo(way);
        }
    }

    @Test
    void doesManyThingsAtOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        List<CompletableFuture<String>> runs = IntStream.range(0, 24)
                .mapToObj(index -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                all.await();
                                return host.shell("sleep 0.2; echo \"$1\"", "n" + index)
                                                .output()
                                        + host.size("/");
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        command -> new Thread(command).start()))
                .toList();

        all.countDown();

        for (int index = 0; index < runs.size(); index++) {
            assertThat(runs.get(index).get(50, TimeUnit.SECONDS)).startsWith("n" + index + "\n");
        }
    }

    @Test
    void holdsAConversationWithAProcess() throws Exception {
        try (HostProcess process = host.start(RemoteCommand.of("cat"))) {
            process.input().write("hello\n".getBytes(StandardCharsets.UTF_8));
            process.input().flush();
            assertThat(process.output().readNBytes(6)).isEqualTo("hello\n".getBytes(StandardCharsets.UTF_8));
            assertThat(process.await(Duration.ZERO)).isEmpty();

            process.input().close();

            assertThat(process.await(Duration.ofSeconds(10))).hasValue(0);
        }
    }

    private static void answer(ServerSocket status) {
        try (Socket accepted = status.accept()) {
            accepted.getOutputStream().write(42);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String awaitContent(Path file) throws Exception {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        while (!Files.exists(file) || Files.readString(file).isBlank()) {
            deadline.pause(file + " to be written");
        }
        return Files.readString(file).strip();
    }

    private static void assertEnded(Path pidFile) throws Exception {
        long pid = Long.parseLong(awaitContent(pidFile));
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
            deadline.pause("process " + pid + " to end");
        }
    }
}
