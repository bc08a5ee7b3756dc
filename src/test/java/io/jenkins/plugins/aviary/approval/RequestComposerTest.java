package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a vote is for. */
class RequestComposerTest {
    private static final String YAML = """
            version: 1
            server: {dialect: canary, dataPack: data-sample}
            hosts:
              game: {address: game.example.org, port: 22, user: aviary, credentials: game-key, hostKey: "known_hosts:keys"}
            environments:
              production:
                policy:
                  readyWithin: 5m
                  stopWithin: 1m
                  maxUnavailable: 1
                  approval:
                    rule: 1 of group:ops
                    expiresAfter: 2h
                worlds:
                  one:
                    host: game
                    path: /srv/one
                    ports: {game: 7172, login: 7171}
                    metrics: http://127.0.0.1:9464/metrics
                    database: {host: db.example.org, name: one, user: one, credentials: db-one}
                    settings: {maxPlayers: "100"}
            """;

    @TempDir
    Path folder;

    private FolderArtifactStore store;
    private Digest release;

    @BeforeEach
    void anArtifactIsThere() throws IOException {
        LocalDelivery delivery = new LocalDelivery(folder, YAML);
        release = delivery.artifact("1.0", "");
        store = FolderArtifactStore.inHome(delivery.home());
    }

    private Digest subject(String yaml) {
        return RequestComposer.subject(AviaryConfig.parse("aviary.yml", yaml, Map.of()), store, "production", release)
                .hash();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                address: game.example.org       | address: other.example.org
                port: 22                        | port: 2222
                user: aviary                    | user: root
                credentials: game-key           | credentials: other-key
                hostKey: "known_hosts:keys"     | hostKey: "known_hosts:other"
                dialect: canary                 | dialect: tfs
                metrics: http://127.0.0.1:9464  | metrics: http://127.0.0.1:9465
                path: /srv/one                  | path: /srv/two
                login: 7171                     | login: 7175
                name: one                       | name: two
                credentials: db-one             | credentials: db-two
                maxPlayers: "100"               | maxPlayers: "900"
                readyWithin: 5m                 | readyWithin: 50m
                stopWithin: 1m                  | stopWithin: 2m
                maxUnavailable: 1               | maxUnavailable: 2
                rule: 1 of group:ops            | rule: 1 of group:dev
                """)
    void bindsAllThatDecidesWhatIsDeliveredWhereAndHow(String before, String after) {
        assertThat(YAML).contains(before);
        assertThat(subject(YAML.replace(before, after))).isNotEqualTo(subject(YAML));
    }

    @Test
    void leavesOutWhenNothingIsDeliveredAndWhoIsTold() {
        String other = YAML.replace(
                        "      readyWithin",
                        "      freeze:\n        night: {when: 'daily 00:00 to 06:00', zone: UTC}\n      readyWithin")
                .replace(
                        "expiresAfter: 2h",
                        "expiresAfter: 2h\n        notices: {persons: {ben: ben@example.org}, channels: {mail: {kind: email, server: mail.example.org, from: a@example.org}}}");
        assertThat(subject(other)).isEqualTo(subject(YAML));
    }
}
