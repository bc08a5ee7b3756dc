package io.jenkins.plugins.aviary.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.Farewell;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.server.FixtureServer;
import io.jenkins.plugins.aviary.server.Pause;
import io.jenkins.plugins.aviary.server.StopPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Players are told before a delivery stops their server, and whatever happens its configuration is what it was. */
@Timeout(60)
class DeliveryFarewellTest {
    private static final Farewell FAREWELL =
            new Farewell("A new release begins.", Duration.ofMillis(300), Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private ContentFixture worlds;
    private World alba;
    private FolderLock lock;
    private Pause pause = ContentFixture.BRIEFLY;

    @BeforeEach
    void started() throws Exception {
        worlds = new ContentFixture(folder, "alba").started();
        alba = worlds.world("alba");
        lock = new ReleaseFolder(worlds.host, alba.path()).lock("the delivery");
    }

    @AfterEach
    void ended() {
        lock.close();
        worlds.close();
    }

    private DeliveryFarewell farewell(Farewell granted) {
        EnvironmentPolicy usual = EnvironmentPolicy.DEFAULT;
        EnvironmentPolicy policy = new EnvironmentPolicy(
                usual.after(),
                usual.soak(),
                usual.evidence(),
                usual.backupWithin(),
                usual.maxUnavailable(),
                usual.keepReleases(),
                usual.readyWithin(),
                usual.stopWithin(),
                usual.approval(),
                usual.freezes(),
                usual.scan(),
                usual.provenance(),
                usual.whenBusy(),
                granted,
                usual.steadyFor());
        return new DeliveryFarewell(alba, worlds.host, worlds.server(alba), lock, policy, worlds.context(), pause);
    }

    private String config() throws Exception {
        return Files.readString(worlds.live(alba).resolve("config.lua"));
    }

    @Test
    void tellsPlayersLetsNobodyNewInAndWaitsUntilTheyHaveLeft() throws Exception {
        String before = config();
        FixtureServer server = worlds.running("alba");
        server.players(3);
        List<Integer> seen = new ArrayList<>();
        pause = duration -> {
            if (server.mostPlayers() == 1) {
                seen.add(server.players());
                server.players(Math.max(0, server.players() - 1));
            }
            Thread.sleep(2);
        };

        farewell(FAREWELL).say();

        assertThat(worlds.requests).contains("alba broadcast A new release begins. (300ms)");
        assertThat(seen).contains(3, 2, 1);
        assertThat(server.mostPlayers()).isEqualTo(1);
        assertThat(config()).contains("serverMotd = \"A new release begins.\"").contains("maxPlayers = 1\n");

        worlds.server(alba).stop(StopPlan.of(EnvironmentPolicy.DEFAULT));
        assertThat(farewell(FAREWELL).takeBack()).isEmpty();

        assertThat(config()).isEqualTo(before);
        assertThat(worlds.server(alba).process()).as("it starts nothing").isEmpty();
        assertThat(Path.of(alba.path()).resolve(".aviary/maintenance")).isEmptyDirectory();
    }

    @Test
    void letsPlayersInAgainIfTheServerStaysAlsoAfterARunThatWasKilled() throws Exception {
        String before = config();
        worlds.running("alba").players(0);
        farewell(FAREWELL).say();
        assertThat(worlds.running("alba").mostPlayers()).isEqualTo(1);

        // Nothing is left of the run that said it but what is on the host.
        assertThat(farewell(Farewell.NONE).takeBack()).isEmpty();

        assertThat(worlds.running("alba").mostPlayers()).isZero();
        assertThat(config()).isEqualTo(before);
        assertThat(farewell(Farewell.NONE).takeBack()).as("once more").isEmpty();
    }

    @Test
    void keepsWhatWasThereFirstWhenItIsSaidTwice() throws Exception {
        String before = config();
        worlds.running("alba").players(0);
        farewell(FAREWELL).say();
        farewell(FAREWELL).say();

        farewell(FAREWELL).takeBack();

        assertThat(config()).isEqualTo(before);
    }

    @Test
    void waitsForNobodyAndChangesNothingWhereNothingIsGranted() throws Exception {
        String before = config();

        farewell(Farewell.NONE).say();

        assertThat(config()).isEqualTo(before);
        assertThat(worlds.running("alba").history()).containsExactly("started");
    }

    @Test
    void onlyTellsThemWhereNobodyWaitsForThem() throws Exception {
        farewell(new Farewell("Soon.", Duration.ofMillis(100), Duration.ZERO)).say();

        assertThat(config()).contains("serverMotd = \"Soon.\"").contains("maxPlayers = 0\n");
    }

    @Test
    void isSavedAndStoppedWithWhoStaysOnceTheTimeIsOver() throws Exception {
        worlds.running("alba").players(4);

        farewell(new Farewell("Soon.", Duration.ZERO, Duration.ofMillis(200))).say();

        assertThat(worlds.run.lines()).anyMatch(line -> line.contains("4 players are still online"));
    }

    @Test
    void leavesTheTellingToAMaintenanceWindowThatIsOpen() throws Exception {
        String before = config();
        Files.createDirectories(Path.of(alba.path()).resolve(".aviary/maintenance/disk-change"));

        farewell(FAREWELL).say();

        assertThat(config()).isEqualTo(before);
        assertThat(worlds.run.lines())
                .anyMatch(line -> line.contains("the maintenance window disk-change has told them"));
    }

    @Test
    void tellsOfAConfigurationThatSomebodyEditedMeanwhileAndDoesNotOverwriteIt() throws Exception {
        worlds.running("alba").players(0);
        farewell(FAREWELL).say();
        Path live = worlds.live(alba).resolve("config.lua");
        Files.writeString(live, config().replace("rateExp = 2", "rateExp = 3"));

        assertThat(farewell(FAREWELL).takeBack())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("was changed by somebody")
                        .contains(".aviary/maintenance/delivery/config.lua"));
        assertThat(config()).contains("rateExp = 3");
    }

    @Test
    void canBeCancelledWhileItWaits() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        pause = duration -> {
            if (worlds.running("alba").mostPlayers() == 1 && cancelled.compareAndSet(false, true)) {
                throw new InterruptedException("cancelled");
            }
            Thread.sleep(2);
        };

        assertThatThrownBy(() -> farewell(FAREWELL).say()).isInstanceOf(InterruptedException.class);

        assertThat(farewell(FAREWELL).takeBack()).isEmpty();
        assertThat(worlds.running("alba").mostPlayers()).isZero();
    }
}
