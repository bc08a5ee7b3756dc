package io.jenkins.plugins.aviary.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An installed Chromium, headless, with a profile of its own; {@link BrowserTab} says what is done in it. */
public final class Browser implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final int MOST_LOOKS = 600;

    private final Process process;
    private final DevTools tools;

    private Browser(Process process, DevTools tools) {
        this.process = process;
        this.tools = tools;
    }

    /** The browser on the {@code PATH}, if there is one. */
    public static Optional<Path> installed() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the installed one; what it keeps and says is in the folder. */
    public static Browser start(Path folder) throws IOException, InterruptedException {
        Path profile = Files.createDirectories(folder.resolve("profile"));
        Process process = new ProcessBuilder(
                        installed().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile())
                .start();
        try {
            return new Browser(process, new DevTools(address(process, profile.resolve("DevToolsActivePort"))));
        } catch (RuntimeException | IOException | InterruptedException | AssertionError e) {
            end(process);
            throw e;
        }
    }

    private static URI address(Process process, Path file) throws IOException, InterruptedException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() > 1) {
                return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            assertThat(process.isAlive()).as("the browser runs").isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("The browser does not say where it listens");
    }

    /** A tab without the cookies of others. */
    public BrowserTab tab() {
        String context = tools.ask("", "Target.createBrowserContext", Map.of())
                .path("browserContextId")
                .asText();
        String target = tools.ask("", "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .path("targetId")
                .asText();
        String session = tools.ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        return new BrowserTab(tools, session);
    }

    /** Ends the browser with all its processes. */
    @Override
    public void close() {
        tools.close();
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
