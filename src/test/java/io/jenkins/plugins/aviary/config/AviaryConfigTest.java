package io.jenkins.plugins.aviary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.DeployHooks;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.model.Farewell;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AviaryConfigTest {
    private static final String GOOD = """
            version: 1
            server:
              dialect: canary
              dataPack: data-sample
            build:
              source: server
              preset: linux-release
              definitions: [A=1]
            package:
              include: ["data/**"]
              files:
                canary: ${build}/bin/canary
              executable: [canary]
            hosts:
              game-1:
                address: ${HOST:-127.0.0.1}
                user: aviary
                credentials: game-key
                hostKey: ssh-ed25519 AAAA
            environments:
              staging:
                worlds:
                  test:
                    host: game-1
                    path: /srv/test
                    database: {name: test, user: canary, credentials: db}
              production:
                policy: {after: [staging], soak: 1h30m, maxUnavailable: 2}
                worlds:
                  antica:
                    host: game-1
                    path: /srv/antica
                    ports: {game: 7272, login: 7271, status: 7271}
                    database: {name: antica, user: canary, credentials: db}
                    start:
                      command: [./canary]
                      environment: {DB_PASSWORD: "credentials:db"}
                    settings: {serverName: Antica, maxPlayers: 100}
            """;

    @Test
    void readsServersHostsAndWorlds() {
        AviaryConfig config = parse(GOOD.replace("${build}", "$BUILD"), Map.of("HOST", "game.example.org"));

        Environment production = config.environment("production");
        World antica = production.worlds().get(0);
        assertThat(config.environments().keySet()).containsExactly("staging", "production");
        assertThat(production.policy().soak()).isEqualTo(Duration.ofMinutes(90));
        assertThat(antica.qualifiedName()).isEqualTo("production/antica");
        assertThat(antica.host().address()).isEqualTo("game.example.org");
        assertThat(antica.ports().game()).isEqualTo(7272);
        assertThat(antica.settings()).containsEntry("maxPlayers", "100");
        assertThat(antica.launch().environment()).containsEntry("DB_PASSWORD", "credentials:db");
        assertThat(config.worlds("production", List.of())).containsExactly(antica);
    }

    @Test
    void leavesThePlaceOfTheBuildFolderToTheBuild() {
        assertThat(parse(GOOD, Map.of()).packaging().files()).containsEntry("canary", "${build}/bin/canary");
    }

    @Test
    void readsWhatPlayersAreGrantedBeforeADelivery() {
        assertThat(parse(GOOD, Map.of()).environment("production").policy().farewell())
                .isEqualTo(Farewell.NONE);
        String granted = GOOD.replace("soak: 1h30m,", "soak: 1h30m, announce: 10m, drain: 5m, notice: Soon!,");

        assertThat(parse(granted, Map.of()).environment("production").policy().farewell())
                .isEqualTo(new Farewell("Soon!", Duration.ofMinutes(10), Duration.ofMinutes(5)));
        assertThatThrownBy(() -> parse(granted.replace("drain: 5m", "drain: 2d"), Map.of()))
                .hasMessageContaining("environments.production.policy.drain: expected at most 1d, found 2d");
        assertThatThrownBy(() -> parse(granted.replace("Soon!", "x".repeat(121)), Map.of()))
                .hasMessageContaining("environments.production.policy.notice: expected a line of up to 120 characters");
    }

    @Test
    void readsHooksOfAnEnvironmentAndOfAWorldInTheirPlace() {
        String withHooks = GOOD.replace(
                        "    policy: {after",
                        "    hooks: {postDeploy: [[./warm, --all], [tell]], within: 30s}\n    policy: {after")
                .replace("        path: /srv/test", "        path: /srv/test\n        hooks: {postRollback: [[back]]}");

        AviaryConfig config = parse(withHooks, Map.of());

        assertThat(config.worlds("production", List.of()).get(0).hooks())
                .isEqualTo(new DeployHooks(
                        List.of(List.of("./warm", "--all"), List.of("tell")), List.of(), Duration.ofSeconds(30)));
        assertThat(config.worlds("staging", List.of()).get(0).hooks())
                .isEqualTo(new DeployHooks(List.of(), List.of(List.of("back")), Duration.ofMinutes(5)));
        assertThat(parse(GOOD, Map.of()).worlds("staging", List.of()).get(0).hooks())
                .isEqualTo(DeployHooks.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        postDeploy: './warm --all'     | expected a list of commands, each a list such as [./warm-up, --all], found './warm --all'
        postDeploy: [./warm, --all]    | expected a list of commands, each a list such as [./warm-up, --all], found './warm' in it
        postDeploy: [[]]               | found one without a program
        postDeploy: [['']]             | found one without a program
        postDeploy: [[a, [b]]]         | found one without a program
        within: 0s                     | expected a time from 1s to 1d, found 0s
        within: 2d                     | expected a time from 1s to 1d, found 2d
        postdeploy: [[a]]              | is not a known key; did you mean 'postDeploy'?
        """)
    void refusesHooksThatAreNoCommands(String hooks, String message) {
        String wrong = GOOD.replace("    policy: {after", "    hooks: {" + hooks + "}\n    policy: {after");

        assertThatThrownBy(() -> parse(wrong, Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("environments.production.hooks.")
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        dialect: canary              | dialect: kanary        | aviary.yml:3: server.dialect: expected one of canary, canary-2, tfs, generic, found 'kanary'
        soak: 1h30m                  | soak: long             | aviary.yml:28: environments.production.policy.soak: expected a duration such as 30s, 5m or 2h, found 'long'
        preset: linux-release        | presett: linux-release | aviary.yml:7: build.presett: is not a known key; did you mean 'preset'?
        ports: {game: 7272           | ports: {game: 72720    | expected a whole number from 1 to 65535, found '72720'
        after: [staging]             | after: [stageing]      | environments.production.policy.after: expected other environments of this file, found 'stageing'
        hostKey: ssh-ed25519 AAAA    | port: 22               | hosts.game-1.hostKey: is missing
        credentials: game-key        | password: hunter2      | hosts.game-1.password: a secret must not stand in this file
        path: /srv/antica            | path: /srv/../etc      | environments.production.worlds.antica.path: expected an absolute path on the host, found '/srv/../etc'
        path: /srv/antica            | path: /srv/test        | the folder game-1:/srv/test already belongs to the world staging/test
        {name: antica, user          | {name: test, user      | two servers on one database overwrite each other's players
        dataPack: data-sample        | dataPack: ../../etc    | aviary.yml:4: server.dataPack: expected a folder inside the release, found '../../etc'
        ${HOST:-127.0.0.1}           | ${GAME_HOST}           | the environment variable GAME_HOST is not set
        A=1                          | A B                    | build.definitions: expected NAME=VALUE, found 'A B'
        """)
    void saysWhichLineIsWrongAndWhatWasExpected(String good, String bad, String message) {
        assertThat(GOOD).contains(good);

        assertThatThrownBy(() -> parse(GOOD.replace(good, bad), Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining(message);
    }

    @Test
    void reportsEveryProblemAtOnceInTheOrderOfTheFile() {
        String bad = GOOD.replace("dialect: canary", "dialect: x").replace("path: /srv/antica", "path: srv");

        assertThatThrownBy(() -> parse(bad, Map.of()))
                .hasMessageMatching("(?s)aviary.yml:3: .*\naviary.yml:32: .*")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesAKeyThatIsGivenTwice() {
        assertThatThrownBy(() -> parse("server:\n  binary: a\nserver:\n  binary: b\n", Map.of()))
                .hasMessageContaining("aviary.yml:3: ")
                .hasMessageContaining("'server'");
    }

    @Test
    void refusesWhatIsNotYaml() {
        assertThatThrownBy(() -> parse("server: [", Map.of())).hasMessageContaining("this is not valid YAML");
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertThatThrownBy(() -> parse("a: " + "[".repeat(500), Map.of())).isInstanceOf(InvalidParameter.class);
    }

    @Test
    void namesTheNearestEnvironmentAndWorld() {
        AviaryConfig config = parse(GOOD, Map.of());

        assertThatThrownBy(() -> config.environment("prodution")).hasMessageContaining("did you mean 'production'?");
        assertThatThrownBy(() -> config.worlds("production", List.of("antika")))
                .hasMessageContaining("did you mean 'antica'?");
    }

    private static AviaryConfig parse(String text, Map<String, String> variables) {
        return AviaryConfig.parse("aviary.yml", text, variables);
    }

    @Test
    void readsWhatIsMeasuredWhileAReleaseIsWatched() {
        AnalysisConfig analysis =
                AviaryConfig.parse("aviary.yml", GOOD + """
                        analysis:
                          usual: false
                          prometheus: http://prometheus:9090
                          metrics:
                            ticks: {scrape: task_latency, statistic: quantile, quantile: 0.95, negligible: 5000}
                            logins: {promql: 'sum(logins{world="{world}"})', direction: decrease, importance: critical}
                            orphans: {sql: SELECT COUNT(*) FROM players}
                            scripts: {log: script-errors, importance: informative}
                        """, Map.of()).analysis();

        assertThat(analysis.usual()).isFalse();
        assertThat(analysis.metrics())
                .containsExactly(
                        new MetricConfig(
                                "ticks",
                                MetricConfig.Source.SCRAPE,
                                "task_latency",
                                MetricConfig.Statistic.QUANTILE,
                                0.95,
                                MetricConfig.Bad.INCREASE,
                                MetricConfig.Importance.NORMAL,
                                5000),
                        new MetricConfig(
                                "logins",
                                MetricConfig.Source.PROMETHEUS,
                                "sum(logins{world=\"{world}\"})",
                                MetricConfig.Statistic.VALUE,
                                0.99,
                                MetricConfig.Bad.DECREASE,
                                MetricConfig.Importance.CRITICAL,
                                0),
                        new MetricConfig(
                                "orphans",
                                MetricConfig.Source.SQL,
                                "SELECT COUNT(*) FROM players",
                                MetricConfig.Statistic.VALUE,
                                0.99,
                                MetricConfig.Bad.INCREASE,
                                MetricConfig.Importance.NORMAL,
                                0),
                        new MetricConfig(
                                "scripts",
                                MetricConfig.Source.LOG,
                                "SCRIPT_ERRORS",
                                MetricConfig.Statistic.VALUE,
                                0.99,
                                MetricConfig.Bad.INCREASE,
                                MetricConfig.Importance.INFORMATIVE,
                                0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                    | exactly one of
                    {scrape: a, log: errors}              | exactly one of
                    {promql: up}                          | no analysis.prometheus
                    {sql: DROP TABLE players}             | one SELECT
                    {sql: SELECT 1; DROP TABLE players}   | one SELECT
                    {scrape: a, quantile: 1}              | below 1
                    {log: jokes}                          | one of errors
                    """)
    void refusesAMetricThatCannotBe(String metric, String reason) {
        assertThatThrownBy(() -> AviaryConfig.parse(
                        "aviary.yml", GOOD + "analysis:\n  metrics:\n    wrong: " + metric + "\n", Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining(reason);
    }

    @Test
    void lessIsMeasuredByNoWorkspaceThanAdministratorsDemand() {
        AviaryConfig shared = AviaryConfig.parse("shared", """
                version: 1
                analysis:
                  prometheus: http://watched.example.org:9090
                  metrics:
                    logins: {promql: sum(logins), direction: decrease, importance: critical}
                """, Map.of());
        AviaryConfig workspace = AviaryConfig.parse("aviary.yml", """
                version: 1
                analysis:
                  usual: false
                  prometheus: http://flattering.example.org:9090
                  metrics:
                    logins: {promql: vector(1), direction: decrease, importance: informative}
                    scripts: {log: script-errors}
                """, Map.of());

        AnalysisConfig analysis = workspace.under(shared).analysis();

        assertThat(analysis.usual()).isTrue();
        assertThat(analysis.prometheus()).isEqualTo("http://watched.example.org:9090");
        assertThat(analysis.metrics()).extracting(MetricConfig::name).containsExactly("logins", "scripts");
        assertThat(analysis.metrics().get(0).subject()).isEqualTo("sum(logins)");
        assertThat(analysis.metrics().get(0).importance()).isEqualTo(MetricConfig.Importance.CRITICAL);
    }
}
