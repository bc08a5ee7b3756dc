package io.jenkins.plugins.aviary.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.content.MaintenanceWindow.Result;
import io.jenkins.plugins.aviary.content.MaintenanceWindow.WindowOutcome;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.server.FixtureServer;
import io.jenkins.plugins.aviary.server.Pause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worlds are closed to players and opened again, exactly as they were, however it ends. */
@Timeout(60)
class MaintenanceWindowTest {
    @TempDir
    Path folder;

    private ContentFixture worlds;
    private Pause pause = ContentFixture.BRIEFLY;

    @BeforeEach
    void prepared() throws Exception {
        worlds = new ContentFixture(folder, "alba", "brisa");
    }

    @AfterEach
    void ended() {
        worlds.close();
    }

    private WindowRun window(Map<String, ?> parameters) {
        Map<String, Object> quick = new HashMap<>(
                Map.of("environment", "test", "announce", "0s", "drain", "0s", "within", "5s", "id", "w1"));
        MaintenanceWindow request = ContentFixture.operation(MaintenanceWindow.class, parameters, quick);
        return new WindowRun(request, worlds.config(), worlds.context(), worlds::host, pause);
    }

    private Outcome<Result> open(Map<String, ?> parameters) throws InterruptedException {
        return window(parameters).open(false);
    }

    private Outcome<Result> close() throws InterruptedException {
        return window(Map.of()).close("w1");
    }

    private byte[] config(String world) throws Exception {
        return Files.readAllBytes(worlds.live(world).resolve("config.lua"));
    }

    private Path kept(String world) {
        return Path.of(worlds.world(world).path()).resolve(".aviary/maintenance");
    }

    private boolean runs(String world) throws Exception {
        return worlds.server(worlds.world(world)).process().isPresent();
    }

    @Test
    void savesAndStopsTheWorldsAndStartsThemAgain() throws Exception {
        worlds.started();
        byte[] before = config("alba");
        FixtureServer first = worlds.running("alba");

        Outcome<Result> opened = open(Map.of("reason", "a new disk"));

        assertThat(opened.code()).as(opened.summary()).isEqualTo(ExitCode.DONE);
        assertThat(opened.result().worlds())
                .containsExactly(
                        new WindowOutcome("alba", "stopped", 5, ""), new WindowOutcome("brisa", "stopped", 5, ""));
        assertThat(first.history()).containsExactly("started", "reloaded", "saved", "saved", "stopped");
        assertThat(runs("alba")).isFalse();
        assertThat(config("alba")).isEqualTo(before);

        Outcome<Result> closed = close();

        assertThat(closed.code()).as(closed.summary()).isEqualTo(ExitCode.DONE);
        assertThat(runs("alba")).isTrue();
        assertThat(runs("brisa")).isTrue();
        assertThat(config("alba")).isEqualTo(before);
        assertThat(kept("alba")).isEmptyDirectory();
        assertThat(new WindowBook(worlds.context().home()).all()).isEmpty();
        assertThat(worlds.run.events())
                .extracting(Event::type)
                .containsExactly(
                        "maintenance.opened", "maintenance.opened", "maintenance.closed", "maintenance.closed");
    }

    @Test
    void tellsPlayersLetsNobodyNewInAndWaitsForThemToLeave() throws Exception {
        worlds.started();
        pause = duration -> {
            assertThat(worlds.running("alba").mostPlayers()).isIn(0, 1);
            if (worlds.running("alba").mostPlayers() == 1) {
                worlds.running("alba").players(0);
                worlds.running("brisa").players(0);
            }
            Thread.sleep(2);
        };

        Outcome<Result> opened = open(Map.of("mode", "drain", "announce", "300ms", "drain", "30s"));

        assertThat(opened.result().worlds())
                .containsExactly(
                        new WindowOutcome("alba", "drained", 0, ""), new WindowOutcome("brisa", "drained", 0, ""));
        assertThat(worlds.requests)
                .contains("alba broadcast Maintenance begins soon. Please log out in a safe place. (300ms)");
        assertThat(new String(config("alba")))
                .contains("serverMotd = \"Maintenance begins soon. Please log out in a safe place.\"")
                .contains("maxPlayers = 1\n");
    }

    @Test
    void stopsAWorldOnceItsPlayersWereToldAndHaveLeft() throws Exception {
        worlds.started();
        FixtureServer alba = worlds.running("alba");
        alba.players(3);
        List<Integer> seen = new ArrayList<>();
        pause = duration -> {
            if (alba.mostPlayers() == 1) {
                seen.add(alba.players());
                alba.players(Math.max(0, alba.players() - 1));
            }
            Thread.sleep(2);
        };

        Outcome<Result> opened =
                open(Map.of("mode", "stop", "announce", "300ms", "drain", "30s", "worlds", List.of("alba")));

        assertThat(opened.result().worlds()).containsExactly(new WindowOutcome("alba", "stopped", 0, ""));
        assertThat(seen).contains(3, 2, 1);
        assertThat(worlds.requests)
                .contains("alba broadcast Maintenance begins soon. Please log out in a safe place. (300ms)");
        assertThat(alba.history()).containsExactly("started", "reloaded", "reloaded", "saved", "saved", "stopped");
    }

    @Test
    void stopsAWorldWhosePlayersStayOnceItsTimeIsOverAndSavesThem() throws Exception {
        worlds.started();
        FixtureServer alba = worlds.running("alba");
        alba.players(3);

        Outcome<Result> opened =
                open(Map.of("mode", "stop", "announce", "0s", "drain", "300ms", "worlds", List.of("alba")));

        assertThat(opened.result().worlds()).containsExactly(new WindowOutcome("alba", "stopped", 3, ""));
        assertThat(alba.mostPlayers()).as("nobody new could come in").isEqualTo(1);
        assertThat(alba.history()).containsExactly("started", "reloaded", "saved", "saved", "stopped");
    }

    @Test
    void givesBackEveryByteOfTheConfigurationAndHasTheServerReadIt() throws Exception {
        worlds.file(
                        "config.lua.dist",
                        "serverName = \"Canary\"\r\n\tserverMotd   =  [[Hello]]  -- kept\r\nmaxPlayers = 10 * 20\r\n")
                .started();
        byte[] before = config("alba");
        open(Map.of("mode", "drain", "worlds", List.of("alba")));
        assertThat(worlds.running("alba").mostPlayers()).isEqualTo(1);
        assertThat(config("alba")).isNotEqualTo(before);

        Outcome<Result> closed = window(Map.of("worlds", List.of("alba"))).close("");

        assertThat(closed.code()).as(closed.summary()).isEqualTo(ExitCode.DONE);
        assertThat(config("alba")).isEqualTo(before);
        assertThat(worlds.running("alba").history()).containsExactly("started", "reloaded", "reloaded");
    }

    @Test
    void keepsAWorldRunningForStaffAlone() throws Exception {
        worlds.started();
        byte[] before = config("alba");

        Outcome<Result> opened = open(Map.of("mode", "maintain", "worlds", List.of("alba")));

        assertThat(opened.result().worlds()).containsExactly(new WindowOutcome("alba", "maintained", 5, ""));
        assertThat(worlds.running("alba").isClosed()).isTrue();
        assertThat(new String(config("alba")))
                .contains("toggleMaintainMode = true")
                .contains("maxPlayers = 0\n");

        assertThat(close().code()).isEqualTo(ExitCode.DONE);

        assertThat(worlds.running("alba").isClosed()).isFalse();
        assertThat(config("alba")).isEqualTo(before);
        assertThat(worlds.host.started()).hasSize(4);
    }

    @Test
    void opensEveryWorldAgainIfOneCannotBeClosed() throws Exception {
        worlds.file(FixtureServer.FAULTS_FILE, "SAVE_UNCONFIRMED\n").started();
        byte[] before = config("brisa");

        assertThatThrownBy(() -> open(Map.of("within", "300ms")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("test/alba")
                .hasMessageContaining("Every world is open as before.");

        assertThat(config("alba")).isEqualTo(before);
        assertThat(config("brisa")).isEqualTo(before);
        assertThat(worlds.running("brisa").mostPlayers()).isEqualTo(0);
        assertThat(new WindowBook(worlds.context().home()).all()).isEmpty();
        assertThat(kept("alba")).isEmptyDirectory();
    }

    @Test
    void opensEveryWorldAgainWhenItIsCancelledWhilePlayersLeave() throws Exception {
        worlds.started();
        byte[] before = config("alba");
        AtomicBoolean cancelled = new AtomicBoolean();
        pause = duration -> {
            if (worlds.running("alba").mostPlayers() == 1 && cancelled.compareAndSet(false, true)) {
                throw new InterruptedException("cancelled");
            }
            ContentFixture.BRIEFLY.pause(duration);
        };

        assertThatThrownBy(() -> open(Map.of("drain", "30s"))).isInstanceOf(InterruptedException.class);

        assertThat(config("alba")).isEqualTo(before);
        assertThat(runs("alba")).isTrue();
        assertThat(kept("alba")).isEmptyDirectory();
    }

    @Test
    void opensWhatAKilledRunLeftClosedBeforeItClosesAnything() throws Exception {
        worlds.started();
        byte[] before = config("alba");
        window(Map.of("mode", "drain")).open(true);
        WindowBook book = new WindowBook(worlds.context().home());
        book.save(new WindowBook.Entry("w1", "test", List.of("alba", "brisa"), "999999999@long ago", true));

        Outcome<Result> opened = open(Map.of("id", "w2", "mode", "drain", "worlds", List.of("alba")));

        assertThat(opened.code()).as(opened.summary()).isEqualTo(ExitCode.DONE);
        assertThat(worlds.run.lines()).anyMatch(line -> line.contains("w1 was left behind; closing it first"));
        assertThat(config("brisa")).isEqualTo(before);
        assertThat(book.all()).extracting(WindowBook.Entry::id).containsExactly("w2");
        window(Map.of()).close("w2");
        assertThat(config("alba")).isEqualTo(before);
    }

    @Test
    void doesNotDisturbAWindowThatSomebodyHasOpen() throws Exception {
        worlds.started();
        open(Map.of("mode", "drain"));
        byte[] during = config("alba");

        assertThatThrownBy(() -> open(Map.of("id", "w2")))
                .hasMessageContaining("The maintenance window w1 has worlds of test")
                .hasMessageContaining("phase: 'close', id: 'w1'");
        assertThat(config("alba")).isEqualTo(during);
        assertThat(open(Map.of("mode", "drain")).summary()).contains("is open already");
    }

    @Test
    void closesAWindowWhoseNoteIsOnAnotherMachine() throws Exception {
        worlds.started();
        byte[] before = config("alba");
        open(Map.of("mode", "drain"));
        new WindowBook(worlds.context().home()).remove("w1");

        assertThatThrownBy(() -> open(Map.of("id", "w2"))).hasMessageContaining("window w1 is not closed");
        assertThat(close().code()).isEqualTo(ExitCode.DONE);
        assertThat(config("alba")).isEqualTo(before);
    }

    @Test
    void saysPlainlyWhyAWorldIsNotOpenAndCanBeClosedAgain() throws Exception {
        worlds.started();
        byte[] before = config("alba");
        open(Map.of("mode", "drain"));
        Path file = worlds.live("alba").resolve("config.lua");
        String during = Files.readString(file);
        Files.writeString(file, during.replace("rateExp = 2", "rateExp = 9"));

        Outcome<Result> closed = close();

        assertThat(closed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(closed.summary())
                .contains("test/alba: ")
                .contains("config.lua was changed by somebody during the window")
                .contains("phase: 'close', id: 'w1'");
        assertThat(closed.result().worlds()).extracting(WindowOutcome::state).containsExactly("failed", "reopened");

        Files.writeString(file, during);
        assertThat(close().code()).isEqualTo(ExitCode.DONE);
        assertThat(config("alba")).isEqualTo(before);
    }

    @Test
    void leavesAWorldDownThatWasDownBefore() throws Exception {
        worlds.started();
        worlds.running("brisa").signal("KILL");

        Outcome<Result> opened = open(Map.of());

        assertThat(opened.result().worlds()).extracting(WindowOutcome::state).containsExactly("stopped", "down");
        assertThat(close().code()).isEqualTo(ExitCode.DONE);
        assertThat(runs("alba")).isTrue();
        assertThat(runs("brisa")).isFalse();
    }

    @Test
    void refusesANoticeThatCannotBeShownAndAnIdThatIsNoName() {
        assertThatThrownBy(() -> open(Map.of("notice", "two\nlines"))).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> open(Map.of("notice", "x".repeat(121)))).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> open(Map.of("id", "../../x"))).isInstanceOf(InvalidParameter.class);
    }
}
