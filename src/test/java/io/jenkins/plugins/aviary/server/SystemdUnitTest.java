package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that systemd runs. */
@Timeout(60)
class SystemdUnitTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final FixtureWorlds surroundings = new FixtureWorlds();

    @ParameterizedTest
    @CsvSource({"1min 30s, 90000", "90s, 90000", "1h 2min 3s 4ms, 3723004", "500ms, 500", "2d, 172800000"})
    void readsTimeSpans(String text, long millis) {
        assertThat(SystemdUnit.span(text)).isEqualTo(Duration.ofMillis(millis));
    }

    private World world(Map<String, String> environment) {
        return FixtureWorlds.world(
                "alpha",
                folder.resolve("alpha"),
                new Ports(7172, 0, 7173),
                new Launch("canary@alpha.service", List.of(), environment));
    }

    private Path current(World world) throws Exception {
        Path release = FixtureWorlds.release(world, "1.0.0-abcdef01");
        Files.createSymbolicLink(Path.of(world.path()).resolve("current"), release);
        return release;
    }

    @Test
    void startsAndStopsByTheUnit() throws Exception {
        World world = world(Map.of());
        FixtureHost host = new FixtureHost("here").with(world).killsAfter("5min");
        WorldServer server = surroundings.server(host, world);
        LogMark mark = server.mark();

        server.start(current(world).toString());
        assertThat(server.awaitReady(mark, LONG, surroundings).isReady()).isTrue();
        StopReport stop = server.stop(StopPlan.gently(LONG));

        assertThat(stop.saved()).isTrue();
        assertThat(host.told()).containsExactly("start", "show", "stop");
    }

    @Test
    void doesNotLetSystemdKillAServerThatStillSaves() throws Exception {
        World world = world(Map.of());
        FixtureHost host = new FixtureHost("here").with(world).killsAfter("20s");
        WorldServer server = surroundings.server(host, world);
        server.start(current(world).toString());

        assertThatThrownBy(() -> server.stop(StopPlan.gently(LONG)))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("would be killed by systemd after 20s")
                .hasMessageContaining("TimeoutStopSec=30");
        assertThat(host.told()).doesNotContain("stop");
        assertThat(server.process()).isPresent();
        host.powerCut();
    }

    @Test
    void doesNotStopAUnitThatWouldEndItsServerWithoutSaving() throws Exception {
        World world = world(Map.of());
        int sigusr2 = 12;
        FixtureHost host =
                new FixtureHost("here").with(world).killsAfter("5min").killSignal(sigusr2);
        WorldServer server = surroundings.server(host, world);
        server.start(current(world).toString());

        assertThatThrownBy(() -> server.stop(StopPlan.gently(LONG)))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("is stopped by signal 12; set KillSignal=SIGTERM");
        assertThat(host.told()).doesNotContain("stop");
        host.powerCut();
    }

    @Test
    void saysWhenSystemdWillKillAServerThatDoesNotStop() throws Exception {
        World world = world(Map.of());
        FixtureHost host = new FixtureHost("here").with(world).killsAfter("5min");
        WorldServer server = surroundings.server(host, world);
        Path release = FixtureWorlds.release(world, "1", FixtureServer.Fault.NEVER_STOPS);
        Files.createSymbolicLink(Path.of(world.path()).resolve("current"), release);
        LogMark mark = server.mark();
        server.start(release.toString());
        assertThat(server.awaitReady(mark, LONG, surroundings).isReady()).isTrue();

        Duration soon = Duration.ofMillis(400);
        assertThatThrownBy(() -> server.stop(new StopPlan(soon, Duration.ZERO, false, soon, LONG)))
                .isInstanceOf(StillStopping.class)
                .hasMessageContaining("systemd kills it 5m after it was told to stop")
                .hasMessageNotContaining("it runs on");
        host.powerCut();
    }

    @Test
    void refusesVariablesThatAUnitWouldNotGet() throws Exception {
        World world = world(Map.of("MYSQL_PASSWORD", "credentials:database"));
        WorldServer server = surroundings.server(new FixtureHost("here").with(world), world);

        assertThatThrownBy(() -> server.start(current(world).toString()))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("EnvironmentFile=");
    }

    /** The host's own script, with a systemctl that writes down what it is told. */
    @Tag("integration")
    @Test
    void asksTheUsersSystemdWhereTheSystemsKnowsNoSuchUnit() throws Exception {
        Path told = folder.resolve("told");
        Path systemctl = folder.resolve("systemctl");
        Files.writeString(
                systemctl,
                "#!/bin/sh\necho \"$*\" >>'" + told
                        + "'\ncase $* in\n    *--system*LoadState*) echo LoadState=not-found ;;\n"
                        + "    *--user*LoadState*) echo LoadState=loaded ;;\n    *show*) echo TimeoutStopUSec=1min ;;\nesac\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwx------"));

        assertThat(script("show", "canary.service")).isEqualTo("TimeoutStopUSec=1min\n");
        script("stop", "canary.service");

        assertThat(Files.readAllLines(told))
                .last()
                .isEqualTo("--user --no-ask-password --no-block stop -- canary.service");
    }

    private String script(String... arguments) throws Exception {
        List<String> command =
                new java.util.ArrayList<>(List.of("/bin/sh", "-c", ServerScript.SYSTEMD.text(), "aviary"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
