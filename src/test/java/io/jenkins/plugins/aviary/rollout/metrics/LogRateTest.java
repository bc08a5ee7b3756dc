package io.jenkins.plugins.aviary.rollout.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.server.FixtureWorlds;
import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of a real log file are counted from look to look. */
@Tag("integration")
class LogRateTest {
    private static final Metric ERRORS = Metric.of("errors", Direction.INCREASE, Importance.CRITICAL);

    @TempDir
    Path folder;

    Path log;
    LogRate errors;

    @BeforeEach
    void follow() throws Exception {
        log = folder.resolve("server.log");
        write("error", "before anybody looked");
        LogMark mark = LogMark.beginning(log.toString());
        errors = new LogRate(
                ERRORS,
                entry -> entry.level().atLeast(LogLevel.ERROR),
                new FixtureWorlds()
                        .server(new LocalHost("here"), FixtureWorlds.world("alpha", folder.resolve("alpha"), 7172))
                        .follow(mark));
    }

    private void write(String level, String message) throws Exception {
        Files.writeString(
                log,
                "[2026-15-08 06:01:14.000] [" + level + "] " + message + " \n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private List<Measurement> look() throws Exception {
        return errors.measure(Instant.EPOCH);
    }

    @Test
    void countsWhatWasLoggedSinceTheLookBefore() throws Exception {
        assertThat(look()).as("what was logged before says nothing of now").isEmpty();
        write("error", "Failed to save player Hero.");
        write("info", "Hero has logged in.");
        write("critical", "out of memory");

        assertThat(look()).containsExactly(new Measurement(ERRORS, 2));
        assertThat(look()).containsExactly(new Measurement(ERRORS, 0));
        write("error", "again");
        assertThat(look()).containsExactly(new Measurement(ERRORS, 1));
    }

    @Test
    void goesOnWhenTheLogIsBegunAnew() throws Exception {
        look();
        Files.move(log, folder.resolve("server.log.1"));
        write("error", "after the rotation");

        assertThat(look()).containsExactly(new Measurement(ERRORS, 1));
    }
}
