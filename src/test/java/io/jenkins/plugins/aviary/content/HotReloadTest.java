package io.jenkins.plugins.aviary.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.content.HotReload.Result;
import io.jenkins.plugins.aviary.host.FolderLock;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.host.ReleaseOverlay;
import io.jenkins.plugins.aviary.host.ReleaseOverlay.Change;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of running servers are changed, and put back if a server does not take them. */
@Timeout(60)
class HotReloadTest {
    private static final String HELLO = "data/scripts/hello.lua";

    @TempDir
    Path folder;

    private ContentFixture worlds;

    @BeforeEach
    void prepared() throws Exception {
        worlds = new ContentFixture(folder, "alba", "brisa");
    }

    @AfterEach
    void ended() {
        worlds.close();
    }

    private Outcome<Result> reload(Map<String, ?> parameters) throws InterruptedException {
        HotReload request = ContentFixture.operation(
                HotReload.class, parameters, Map.of("environment", "test", "within", "5s", "watch", "50ms"));
        return new HotReloadRun(request, worlds.config(), worlds.context(), worlds::host, ContentFixture.BRIEFLY)
                .run(worlds.config().worlds("test", request.worlds()), worlds.workspace());
    }

    private String live(String world, String path) throws Exception {
        return Files.readString(worlds.live(world).resolve(path));
    }

    private InstalledRelease release() {
        return new InstalledRelease(
                worlds.release().releaseName(), worlds.release().digest());
    }

    private List<String> damage(String world) throws Exception {
        return new ReleaseFolder(worlds.host, worlds.world(world).path()).damage(release());
    }

    @Test
    void reloadsChangedAddedAndRemovedScriptsOfEveryWorld() throws Exception {
        worlds.started();
        worlds.write(HELLO, "return 'changed'\n");
        worlds.write("data/scripts/deep/er/new.lua", "return 'new'\n");
        Files.delete(worlds.workspace().resolve("data/scripts/gone.lua"));
        long pid = worlds.server(worlds.world("alba")).process().orElseThrow().pid();

        Outcome<Result> outcome = reload(Map.of("reason", "a quest"));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.result().files())
                .containsExactly("data/scripts/deep/er/new.lua", "data/scripts/gone.lua", HELLO);
        assertThat(worlds.requests).containsExactly("alba scripts", "brisa scripts");
        for (String world : List.of("alba", "brisa")) {
            assertThat(live(world, HELLO)).isEqualTo("return 'changed'\n");
            assertThat(live(world, "data/scripts/deep/er/new.lua")).isEqualTo("return 'new'\n");
            assertThat(worlds.live(world).resolve("data/scripts/gone.lua")).doesNotExist();
        }
        assertThat(worlds.server(worlds.world("alba")).process().orElseThrow().pid())
                .isEqualTo(pid);
        assertThat(worlds.run.events()).extracting(event -> event.type()).containsOnly("content.reloaded");
        assertThat(worlds.run.events().get(0).payload().toString())
                .contains(
                        "\"reason\":\"a quest\"",
                        HELLO,
                        Digest.of("return 'changed'\n").hex());
        assertThat(reload(Map.of()).result().state()).isEqualTo("unchanged");
    }

    @Test
    void namesWhatItChangedAsDriftAndGivesExactlyWhatWasDeliveredWhenTheReleaseComesAgain() throws Exception {
        worlds.started();
        worlds.write(HELLO, "return 'changed'\n");
        worlds.write("data/scripts/new.lua", "return 'new'\n");
        Files.delete(worlds.workspace().resolve("data/scripts/gone.lua"));
        reload(Map.of());

        assertThat(damage("alba")).containsExactlyInAnyOrder(HELLO, "data/scripts/new.lua", "data/scripts/gone.lua");

        new ReleaseFolder(worlds.host, worlds.world("alba").path()).install(worlds.release(), worlds.run);

        assertThat(damage("alba")).isEmpty();
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");
        assertThat(live("alba", "data/scripts/gone.lua")).isEqualTo("return 2\n");
        assertThat(worlds.live("alba").resolve("data/scripts/new.lua")).doesNotExist();
    }

    @Test
    void forgetsAnAddedScriptThatIsTakenAwayAgain() throws Exception {
        worlds.started();
        worlds.write("data/scripts/new.lua", "return 'new'\n");
        reload(Map.of());
        Files.delete(worlds.workspace().resolve("data/scripts/new.lua"));

        assertThat(reload(Map.of()).result().files()).containsExactly("data/scripts/new.lua");

        assertThat(damage("alba")).isEmpty();
    }

    @Test
    void refusesASyntaxErrorWithFileAndLineBeforeAnythingLeaves() throws Exception {
        worlds.started();
        worlds.write(HELLO, "local x = 1\nif x then\n  x = = 2\nend\n");

        assertThatThrownBy(() -> reload(Map.of()))
                .hasMessageContaining("Nothing was changed")
                .hasMessageContaining(HELLO + ":3: unexpected symbol near '='");
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");
        assertThat(worlds.requests).isEmpty();
    }

    @Test
    void putsBackWhatLogsAFaultAndNamesFileAndLine() throws Exception {
        worlds.started();
        worlds.write(HELLO, "return 'FAULT'\n");

        Outcome<Result> outcome = reload(Map.of());

        assertThat(outcome.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary())
                .contains("test/alba did not take the reload: " + HELLO
                        + ":2: attempt to call global 'hunt' (a nil value)");
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");
        assertThat(worlds.requests).containsExactly("alba scripts", "alba scripts");
        assertThat(damage("alba")).isEmpty();
        assertThat(worlds.run.events()).extracting(event -> event.type()).containsExactly("content.reverted");
    }

    @Test
    void putsTheFirstWorldBackWhenTheSecondFails() throws Exception {
        worlds.started();
        worlds.running("brisa").players(40);
        worlds.write(HELLO, "return 'KICK'\n");

        Outcome<Result> outcome = reload(Map.of("mayLeave", 10));

        assertThat(outcome.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("test/brisa").contains("39 of 40 players were disconnected");
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");
        assertThat(live("brisa", HELLO)).isEqualTo("return 1\n");
        assertThat(worlds.requests).containsExactly("alba scripts", "brisa scripts", "brisa scripts", "alba scripts");
        assertThat(outcome.result().worlds()).extracting(world -> world.state()).containsOnly("reverted");
    }

    @Test
    void putsBackWhatCausesALuaErrorBlock() throws Exception {
        worlds.started();
        worlds.write(HELLO, "return 'BLOCK'\n");

        Outcome<Result> outcome = reload(Map.of("worlds", List.of("alba")));

        assertThat(outcome.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains(HELLO + ":12: attempt to call method 'bar' (a nil value)");
    }

    @Test
    void putsBackWhatTheServerRefusesToReload() throws Exception {
        worlds.started();
        worlds.write(HELLO, "return 'REFUSED'\n");

        Outcome<Result> outcome = reload(Map.of("worlds", List.of("alba")));

        assertThat(outcome.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("Failed to reload: Scripts");
    }

    @Test
    void saysThatNobodyTookTheRequestAndPutsTheFilesBack() throws Exception {
        worlds.started();
        worlds.write(HELLO, "return 'DEAF'\n");

        Outcome<Result> outcome = reload(Map.of("worlds", List.of("alba"), "within", "300ms"));

        assertThat(outcome.summary())
                .contains("nobody in the server took the request")
                .contains("reload agent");
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");
        assertThat(worlds.live("alba").resolve("data/aviary/reload.request")).doesNotExist();
    }

    @Test
    void saysThatTheServerDiedAndLeavesItThePreviousFiles() throws Exception {
        worlds.started();
        worlds.write(HELLO, "return 'CRASH'\n");

        Outcome<Result> outcome = reload(Map.of("worlds", List.of("alba")));

        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.summary()).contains("the server died of it").contains("start it by deployRelease");
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");
    }

    @Test
    void doesNotBlameAReloadForWhatWasWrongBefore() throws Exception {
        worlds.started();
        World alba = worlds.world("alba");
        Thread noise = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                worlds.log(alba, "[2026-15-08 06:01:14.000] [error] data/scripts/old.lua:7: it fails all the time ");
                try {
                    Thread.sleep(1);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        noise.start();
        try {
            worlds.write(HELLO, "return 'changed'\n");

            Outcome<Result> outcome = reload(Map.of("worlds", List.of("alba")));

            assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        } finally {
            noise.interrupt();
            noise.join();
        }
    }

    @Test
    void namesChangesThatNeedARestartBeforeAnythingHappens() throws Exception {
        worlds.started();
        worlds.write(HELLO, "return 'changed'\n");
        worlds.write("data-canary/migrations/2.lua", "function onUpdateDatabase() return true end\n");
        worlds.write("data/items/appearances.dat", "pictures");

        assertThatThrownBy(() -> reload(Map.of()))
                .hasMessageContaining("2 changed files need a restart")
                .hasMessageContaining("data-canary/migrations/2.lua, data/items/appearances.dat")
                .hasMessageContaining("Nothing was changed");
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");

        Outcome<Result> outcome = reload(Map.of("partial", true));

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.result().needsRestart())
                .containsExactly("data-canary/migrations/2.lua", "data/items/appearances.dat");
        assertThat(worlds.live("alba").resolve("data/items/appearances.dat")).doesNotExist();
    }

    @Test
    void tellsWhatItWouldDo() throws Exception {
        worlds.started();
        worlds.write("data-canary/monster/rat.lua", "return { health = 21 }\n");

        Outcome<Result> outcome = reload(Map.of("dryRun", true));

        assertThat(outcome.result().state()).isEqualTo("planned");
        assertThat(outcome.result().reloads()).containsExactly("monsters");
        assertThat(live("alba", "data-canary/monster/rat.lua")).isEqualTo("return { health = 20 }\n");
    }

    @Test
    void reloadsByHangupWhereThatIsEnoughAndThereIsNoAgent() throws Exception {
        worlds.without("data/aviary/README.md").started();
        worlds.write("data/items/items.xml", "<items><item id='1'/></items>\n");

        Outcome<Result> outcome = reload(Map.of());

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.result().worlds()).extracting(world -> world.via()).containsOnly("hangup");
        assertThat(worlds.running("alba").history()).containsExactly("started", "reloaded");
    }

    @Test
    void refusesScriptsWhereOnlyHangupIsThere() throws Exception {
        worlds.without("data/aviary/README.md").started();
        worlds.write(HELLO, "return 'changed'\n");

        assertThatThrownBy(() -> reload(Map.of()))
                .hasMessageContaining("SIGHUP does not reload scripts of test/alba, and it has no reload agent");
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");
    }

    @Test
    void bringsBackWhatARunThatWasKilledLeftHalfDone() throws Exception {
        worlds.started();
        World alba = worlds.world("alba");
        ReleaseFolder releases = new ReleaseFolder(worlds.host, alba.path());
        ReleaseOverlay overlay = new ReleaseOverlay(worlds.host, alba.path(), release());
        byte[] half = "return 'half'\n".getBytes(StandardCharsets.UTF_8);
        try (FolderLock lock = releases.lock("a run that dies")) {
            overlay.apply(
                    lock,
                    overlay.state(),
                    List.of(
                            new Change(HELLO, Optional.of(Digest.of("return 1\n")), Optional.of(Digest.of(half))),
                            new Change("data/scripts/half.lua", Optional.empty(), Optional.of(Digest.of(half)))),
                    Map.of(HELLO, half, "data/scripts/half.lua", half));
        }
        assertThat(live("alba", HELLO)).isEqualTo("return 'half'\n");
        assertThat(damage("alba")).containsExactlyInAnyOrder(HELLO, "data/scripts/half.lua");

        Outcome<Result> outcome = reload(Map.of("worlds", List.of("alba")));

        assertThat(outcome.result().state()).isEqualTo("unchanged");
        assertThat(live("alba", HELLO)).isEqualTo("return 1\n");
        assertThat(damage("alba")).isEmpty();
        assertThat(worlds.requests).containsExactly("alba scripts");
        assertThat(worlds.run.lines()).anyMatch(line -> line.contains("an earlier hot reload was broken off"));
    }

    @Test
    void leavesFilesAloneThatSomebodyChangedMeanwhile() throws Exception {
        worlds.started();
        World alba = worlds.world("alba");
        ReleaseOverlay overlay = new ReleaseOverlay(worlds.host, alba.path(), release());
        byte[] mine = "return 'mine'\n".getBytes(StandardCharsets.UTF_8);
        Files.writeString(worlds.live("alba").resolve(HELLO), "return 'theirs'\n");
        try (FolderLock lock = new ReleaseFolder(worlds.host, alba.path()).lock("the test")) {
            assertThatThrownBy(() -> overlay.apply(
                            lock,
                            overlay.state(),
                            List.of(new Change(
                                    HELLO, Optional.of(Digest.of("return 1\n")), Optional.of(Digest.of(mine)))),
                            Map.of(HELLO, mine)))
                    .hasMessageContaining("cannot change files of " + release().name());
        }
        assertThat(live("alba", HELLO)).isEqualTo("return 'theirs'\n");
        assertThat(overlay.state().pending()).isEmpty();
    }

    @Test
    void refusesAWorldThatDoesNotRun() throws Exception {
        worlds.started();
        worlds.host.powerCut();

        assertThatThrownBy(() -> reload(Map.of())).hasMessageContaining("test/alba does not run");
    }

    @Test
    void refusesPathsThatLeadOutOfARelease() {
        for (String path : List.of("../x", "a/../x", "/x", "a//b", "a/./b", "a\nb", "a\\b", "", "-x")) {
            assertThat(ReleaseOverlay.isPath(path)).as(path).isFalse();
        }
        assertThat(ReleaseOverlay.isPath("data/scripts/a b/..c/d.lua")).isTrue();
    }

    @Test
    void writesTheAgentsScriptIntoTheWorkspace() throws Exception {
        worlds.started();
        HotReload request = ContentFixture.operation(
                HotReload.class, Map.of("environment", "test", "agentInto", "data/scripts/globalevents"), Map.of());

        request.run(worlds.context());

        assertThat(worlds.workspace().resolve("data/scripts/globalevents/aviary-reload.lua"))
                .hasBinaryContent(ReloadAgent.script());
        assertThat(worlds.workspace().resolve("data/aviary/README.md")).exists();
    }
}
