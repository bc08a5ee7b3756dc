package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.server.FixtureServer.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worlds go back to releases that they ran before. */
@Tag("integration")
@Timeout(180)
class RollbackReleaseTest {
    @TempDir
    Path folder;

    RolloutFixture installation;

    @BeforeEach
    void installed() throws Exception {
        installation = new RolloutFixture(folder, "alpha").configured();
    }

    @AfterEach
    void removed() {
        installation.close();
    }

    private Outcome<FleetResult> deploy(String release) throws Exception {
        return RolloutFixture.delivery(release).run(installation.context());
    }

    private Outcome<FleetResult> rollback(String to) throws Exception {
        return new RollbackRelease(
                        RolloutFixture.ENVIRONMENT,
                        List.of(),
                        to,
                        false,
                        false,
                        Duration.ofSeconds(30),
                        "players complain")
                .run(installation.context());
    }

    private String release(String version, Fault... faults) throws Exception {
        return installation.release(version, Map.of(), faults);
    }

    @Test
    void goesBackToThePreviousReleaseAndThenFurther() throws Exception {
        for (String version : List.of("1.0", "1.1", "1.2")) {
            deploy(release(version));
        }

        assertThat(rollback("previous").code()).isEqualTo(ExitCode.DONE);
        assertThat(installation.running("alpha")).isEqualTo("1.1");
        assertThat(rollback("previous").code()).isEqualTo(ExitCode.DONE);
        assertThat(installation.running("alpha")).isEqualTo("1.0");

        assertThatThrownBy(() -> rollback("previous"))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("No release that production/alpha ran before");
        assertThat(installation.running("alpha")).isEqualTo("1.0");
    }

    /** Capistrano's issue 514: after a failed deployment a rollback went one release too far. */
    @Test
    void capistrano514GoesBackByOneAfterAFailedDelivery() throws Exception {
        deploy(release("1.0"));
        deploy(release("1.1"));
        assertThat(deploy(release("2.0", Fault.CRASH_WHILE_LOADING)).code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(installation.running("alpha")).isEqualTo("1.1");

        rollback("previous");

        assertThat(installation.running("alpha")).isEqualTo("1.0");
    }

    @Test
    void goesBackToAnyEarlierReleaseByVersionOrDigest() throws Exception {
        String first = release("1.0");
        for (String digest : List.of(first, release("1.1"), release("1.2"))) {
            deploy(digest);
        }

        assertThat(rollback("1.1").code()).isEqualTo(ExitCode.DONE);
        assertThat(installation.running("alpha")).isEqualTo("1.1");
        assertThat(rollback(first).code()).isEqualTo(ExitCode.DONE);
        assertThat(installation.running("alpha")).isEqualTo("1.0");
        assertThatThrownBy(() -> rollback("0.9"))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("never ran a release 0.9; it knows")
                .hasMessageContaining("1.2-");
    }

    @Test
    void mendsADamagedReleaseFromTheStoreBeforeItRuns() throws Exception {
        deploy(release("1.0"));
        deploy(release("1.1"));
        try (var releases = Files.list(installation.world("alpha").resolve("releases"))) {
            Path old = releases.filter(path -> path.getFileName().toString().startsWith("1.0-"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(old.resolve("config.lua.dist"), "scribbled");
        }

        rollback("previous");

        assertThat(installation.running("alpha")).isEqualTo("1.0");
        assertThat(installation.world("alpha").resolve("current/config.lua"))
                .content()
                .contains("gameProtocolPort");
    }

    @Test
    void refusesToLosePlayersItemsUnlessThatIsAccepted() throws Exception {
        installation.files.put("data/items/items.xml", "<items><item id=\"100\" name=\"x\"/></items>");
        deploy(release("1.0"));
        installation.files.put(
                "data/items/items.xml",
                "<items><item id=\"100\" name=\"x\"/><item fromid=\"35000\" article=\"a\" toid=\"35002\"/></items>");
        deploy(release("1.1"));

        assertThatThrownBy(() -> rollback("previous"))
                .isInstanceOf(DeliveryRefused.class)
                .hasMessageContaining("does not know 3 items")
                .hasMessageContaining("35000, 35001, 35002")
                .hasMessageContaining("acceptLoss");
        assertThat(installation.running("alpha")).isEqualTo("1.1");

        Outcome<FleetResult> accepted = new RollbackRelease(
                        RolloutFixture.ENVIRONMENT, List.of(), "previous", true, false, Duration.ofSeconds(30), "")
                .run(installation.context());
        assertThat(accepted.code()).isEqualTo(ExitCode.DONE);
        assertThat(installation.running("alpha")).isEqualTo("1.0");
    }
}
