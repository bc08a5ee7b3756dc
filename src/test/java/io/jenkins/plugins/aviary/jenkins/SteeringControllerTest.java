package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.rollout.RolloutFixture;
import io.jenkins.plugins.aviary.server.FixtureProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask of a rollout on its build's page, on a real controller: see {@link ControllerTest}. */
@OnRealController
class SteeringControllerTest {
    private static final Pattern ROLLOUT = Pattern.compile("data-rollout=\"([^\"]+)\"");

    @TempDir
    private static Path folder;

    private static final Map<String, Ports> WORLDS = new LinkedHashMap<>();
    private static RealController jenkins;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jenkins = RealController.start(folder);
        jenkins.connectAgent("linux");
        FixtureProcess.install(Files.createDirectories(folder.resolve("launcher")));
        for (String name : List.of("one", "two")) {
            WORLDS.put(name, FixtureProcess.freePorts());
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (jenkins != null) {
            jenkins.stop();
        }
        RolloutFixture.servers(folder.resolve("worlds")).forEach(ProcessHandle::destroyForcibly);
    }

    private static String config() {
        StringBuilder yaml = new StringBuilder("version: 1\nbuild: {preset: release}\n");
        yaml.append("package: {name: canary, files: {canary: launcher}, executable: [canary]}\n")
                .append("hosts: {here: {local: true}}\nenvironments:\n  live:\n    worlds:\n");
        WORLDS.forEach((name, ports) -> {
            yaml.append("      " + name + ":\n        host: here\n        path: " + folder.resolve("worlds/" + name)
                    + "\n        ports: {game: " + ports.game() + ", login: 0, status: " + ports.status()
                    + "}\n        start:\n          command: ['"
                    + String.join("', '", FixtureProcess.command(name, ports, 3))
                    + "']\n          environment:\n");
            new TreeMap<>(FixtureProcess.with(Map.of()))
                    .forEach((key, value) -> yaml.append("            " + key + ": '" + value + "'\n"));
        });
        return yaml.toString();
    }

    /** A job that builds a version, and does with it what is said. */
    private static String pipeline(String version, String delivery) throws IOException {
        Path config = Files.writeString(folder.resolve("aviary.yml"), config());
        return """
                node('linux') {
                  sh 'cp CONFIG aviary.yml && cp LAUNCHER launcher'
                  writeFile file: 'CMakeLists.txt', text: 'cmake_minimum_required(VERSION 3.20)\\nproject(tiny NONE)\\n'
                  writeFile file: 'CMakePresets.json', text: '{"version":3,"configurePresets":[{"name":"release","generator":"Unix Makefiles","binaryDir":"${sourceDir}/b"}],"buildPresets":[{"name":"release","configurePreset":"release"}]}'
                  def release = canaryBuild(version: 'RELEASED', test: false).artifact
                  DELIVERY
                }
                """.replace("CONFIG", config.toString())
                .replace("LAUNCHER", folder.resolve("launcher/canary").toString())
                .replace("DELIVERY", delivery)
                .replace("RELEASED", version);
    }

    private static String version(String world) {
        return RolloutFixture.servers(folder.resolve("worlds").resolve(world)).stream()
                .map(process -> Path.of(process.info().command().orElseThrow()))
                .map(command -> command.getParent().getFileName().toString())
                .map(name -> name.substring(0, name.indexOf('-')))
                .findFirst()
                .orElse("nothing");
    }

    @Test
    void aRolloutIsPausedSkippedAndTakenBackOnThePageOfItsBuild() throws IOException, InterruptedException {
        int first = jenkins.build("first", pipeline("1.0", "deployRelease environment: 'live', release: release"));
        assertThat(jenkins.result("first", first))
                .as(jenkins.console("first", first))
                .isEqualTo("SUCCESS");

        int number = jenkins.build("rollout", pipeline("2.0", """
                canaryRelease environment: 'live', release: release, before: '0s', stages: [
                    [kind: 'WORLDS', worlds: 1, pause: '20m'], [kind: 'WORLDS', percent: 100, pause: '20m']]
                """));
        String page = "job/rollout/" + number + "/aviary/";
        RealController.until(
                "the rollout is on its build's page",
                () -> ROLLOUT.matcher(jenkins.get("admin", page).body()).find());
        Matcher found = ROLLOUT.matcher(jenkins.get("admin", page).body());
        assertThat(found.find()).isTrue();
        String rollout = found.group(1);

        assertThat(jenkins.get("reader", page).body()).contains(rollout).doesNotContain("value=\"rollback\"");
        assertThat(jenkins.status("admin", page + "steer")).isEqualTo(405);
        assertThat(jenkins.post("reader", page + "steer", wish(rollout, "rollback"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(jenkins.post("admin", page + "steer", wish(rollout, "explode"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(jenkins.post("admin", page + "steer", wish("another", "pause"))
                        .statusCode())
                .isEqualTo(404);

        steer(page, rollout, "pause");
        jenkins.awaitLog("rollout", number, "admin wants to pause the rollout: the test wants it");
        steer(page, rollout, "resume");
        steer(page, rollout, "skip");
        RealController.until("both worlds run it", () -> version("two").equals("2.0"));
        steer(page, rollout, "rollback");

        assertThat(jenkins.result("rollout", number)).isEqualTo("FAILURE");
        assertThat(jenkins.console("rollout", number)).contains("admin wants to skip", "admin wants to rollback");
        assertThat(version("one")).isEqualTo("1.0");
        assertThat(version("two")).isEqualTo("1.0");
        assertThat(jenkins.post("admin", page + "steer", wish(rollout, "pause")).statusCode())
                .isEqualTo(404);
    }

    private static Map<String, String> wish(String rollout, String what) {
        return Map.of("rollout", rollout, "what", what, "reason", "the test wants it");
    }

    private static void steer(String page, String rollout, String what) {
        var answer = jenkins.post("admin", page + "steer", wish(rollout, what));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    }
}
