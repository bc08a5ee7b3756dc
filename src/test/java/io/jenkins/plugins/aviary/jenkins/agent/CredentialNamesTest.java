package io.jenkins.plugins.aviary.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialNamesTest {
    private static final byte[] CONFIG = """
            hosts:
              staging-host: {address: 10.0.0.1, user: game, credentials: staging-key, hostKey: 'ssh-ed25519 AAAA'}
              prod-host: {address: 10.0.0.2, user: game, credentials: prod-key, hostKey: 'ssh-ed25519 AAAA'}
            environments:
              staging:
                worlds:
                  one: {host: staging-host, path: /srv/one, ports: {game: 7172, login: 7171, status: 7171}}
              production:
                worlds:
                  two:
                    host: prod-host
                    path: /srv/two
                    ports: {game: 7172, login: 7171, status: 7171}
                    database: {host: db, name: two, user: game, credentials: prod-db}
                    start: {environment: {TOKEN: 'credentials:prod-token', LEVEL: '3'}}
            """.getBytes(StandardCharsets.UTF_8);

    @Test
    void anOperationGetsTheCredentialsOfItsOwnEnvironmentAlone() {
        assertThat(CredentialNames.of(Map.of("environment", "production"), CONFIG, Map.of(), Map.of()))
                .containsExactly("prod-db", "prod-key", "prod-token");
        assertThat(CredentialNames.of(Map.of("environment", "staging"), CONFIG, Map.of(), Map.of()))
                .containsExactly("staging-key");
    }

    @Test
    void withoutAnEnvironmentItGetsNone() {
        assertThat(CredentialNames.of(Map.of("preset", "linux-release"), CONFIG, Map.of(), Map.of()))
                .isEmpty();
    }

    @Test
    void credentialsInNestedParametersAreFound() {
        Map<String, Object> parameters =
                Map.of("channels", List.of(Map.of("kind", "discord", "credentials", "hook")), "credentials", "other");
        assertThat(CredentialNames.of(parameters, new byte[0], Map.of(), Map.of()))
                .containsExactly("hook", "other");
    }

    @Test
    void whatIsNoIdIsLeftOut() {
        assertThat(CredentialNames.of(Map.of("credentials", "../x"), new byte[0], Map.of(), Map.of()))
                .isEmpty();
    }

    @Test
    void aConfigurationThatIsWrongGivesNone() {
        byte[] wrong = "environments: [".getBytes(StandardCharsets.UTF_8);
        assertThat(CredentialNames.of(Map.of("environment", "production"), wrong, Map.of(), Map.of()))
                .isEmpty();
    }

    @Test
    void whatAdministratorsSayOfAnEnvironmentStandsForWhatTheWorkspaceSays() {
        byte[] shared = new String(CONFIG, StandardCharsets.UTF_8)
                .replace("prod-", "shared-")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(CredentialNames.of(
                        Map.of("environment", "production"),
                        CONFIG,
                        Map.of(),
                        AviaryConfig.parse("shared", new String(shared, StandardCharsets.UTF_8), Map.of())
                                .environments()))
                .containsExactly("shared-db", "shared-key", "shared-token");
    }
}
