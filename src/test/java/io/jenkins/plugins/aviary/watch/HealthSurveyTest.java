package io.jenkins.plugins.aviary.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.server.FixtureHost;
import io.jenkins.plugins.aviary.server.FixtureServer.Fault;
import io.jenkins.plugins.aviary.server.FixtureWorlds;
import io.jenkins.plugins.aviary.server.LogMark;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many worlds and how they are. */
@Timeout(60)
class HealthSurveyTest {
    private static final HealthLimits NONE = new HealthLimits(Duration.ZERO, Duration.ofMinutes(1), 0);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final FixtureWorlds surroundings = new FixtureWorlds();
    private final FixtureHost host = new FixtureHost("here").players(3);
    private int port = 20_000;

    @AfterEach
    void end() {
        host.powerCut();
    }

    private World running(String name, Fault... faults) throws Exception {
        World world = stopped(name);
        WorldServer server = surroundings.server(host, world);
        server.start(FixtureWorlds.release(world, "1", faults).toString());
        server.awaitReady(LogMark.beginning(world.path() + "/shared/logs/server.log"), LONG, surroundings);
        return world;
    }

    private World stopped(String name) {
        port += 2;
        World world = FixtureWorlds.world(name, folder.resolve(name), port);
        host.with(world);
        return world;
    }

    private List<WorldHealth> look(HealthLimits limits, Clock clock, World... worlds) throws Exception {
        return new HealthSurvey(world -> surroundings.server(host, world), limits, clock)
                .look(List.of(worlds), 4, surroundings);
    }

    @Test
    void tellsHealthyWorldsFromThoseThatAreDown() throws Exception {
        List<WorldHealth> seen = look(NONE, Clock.systemUTC(), running("alpha"), stopped("beta"));

        assertThat(seen).extracting(WorldHealth::state).containsExactly("healthy", "down");
        assertThat(seen.get(0).players()).isEqualTo(3);
        assertThat(seen.get(1).trouble()).contains("no server of this world runs");
    }

    @Test
    void doesNotLetOneHostThatCannotBeReachedSpoilTheOthers() throws Exception {
        World good = running("alpha");
        World lost = stopped("beta");
        HealthSurvey survey = new HealthSurvey(
                world -> {
                    if (world.name().equals("beta")) {
                        throw new HostFailure("beta-host cannot be reached: no route");
                    }
                    return surroundings.server(host, world);
                },
                NONE,
                Clock.systemUTC());

        List<WorldHealth> seen = survey.look(List.of(lost, good), 2, surroundings);

        assertThat(seen).extracting(WorldHealth::state).containsExactly("down", "healthy");
        assertThat(seen.get(0).trouble()).isEqualTo("beta-host cannot be reached: no route");
    }

    @Test
    void noticesAServerThatHasStoppedSaving() throws Exception {
        World world = running("alpha");
        surroundings.server(host, world).save(LONG);
        HealthLimits hourly = new HealthLimits(Duration.ofHours(1), Duration.ofMinutes(1), 0);

        assertThat(look(hourly, Clock.systemUTC(), world).get(0).state()).isEqualTo("healthy");
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        WorldHealth seen = look(hourly, later, world).get(0);

        assertThat(seen.state()).isEqualTo("degraded");
        assertThat(seen.trouble()).contains("it has not saved for 2h").contains("more than 1h");
    }

    @Test
    void noticesAnAnswerThatTakesTooLong() throws Exception {
        HealthLimits instant = new HealthLimits(Duration.ZERO, Duration.ZERO, 0);

        WorldHealth seen = look(instant, Clock.systemUTC(), running("alpha")).get(0);

        assertThat(seen.state()).isEqualTo("degraded");
        assertThat(seen.trouble()).contains("its main loop is that late");
    }

    @Test
    void printsATable() throws Exception {
        HealthTable.print(look(NONE, Clock.systemUTC(), running("alpha"), stopped("beta")), surroundings);

        List<String> table = surroundings.lines.stream()
                .dropWhile(line -> !line.startsWith("world"))
                .toList();
        assertThat(table).hasSize(3);
        assertThat(table.get(0)).contains("players", "what is wrong");
        assertThat(table.get(1)).matches("alpha +healthy +\\d+ .* 3 .*");
        assertThat(table.get(2)).startsWith("ERROR beta").contains("game port 20004: it cannot be reached");
    }
}
