package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators set on a real controller, see {@link ControllerTest}. */
@OnRealController
class ConfigurationControllerTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String CHECK = "descriptorByName/io.jenkins.plugins.aviary.jenkins.configuration"
            + ".AviaryConfiguration/checkSigningKeyCredentialsId";
    private static final String ENVIRONMENTS = """
            version: 1
            server: {dataPack: data}
            hosts:
              here: {local: true}
            environments:
              production:
                worlds:
                  one: {host: here, path: /srv/one}
            """;

    @TempDir
    private Path folder;

    private RealController jenkins;

    @AfterEach
    void stop() throws InterruptedException {
        if (jenkins != null) {
            jenkins.stop();
        }
    }

    private RealController start(Path home) throws IOException, InterruptedException {
        jenkins = RealController.start(home);
        return jenkins;
    }

    private static String key() throws GeneralSecurityException {
        byte[] der = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        return "-----BEGIN PRIVATE KEY----- " + Base64.getEncoder().encodeToString(der) + " -----END PRIVATE KEY-----";
    }

    private Path ledger() {
        return jenkins.home().resolve("aviary/ledger");
    }

    private String handedOut() {
        try {
            return Files.readString(ledger().resolve("signing.pub")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String choose(String credential) throws InterruptedException {
        String before = handedOut();
        jenkins.groovy("io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration.get()"
                + ".signingKeyCredentialsId = '" + credential + "'");
        RealController.until("another key signs", () -> !handedOut().equals(before));
        return handedOut();
    }

    private void addSecretFile(String id, String content) {
        assertThat(jenkins.groovy("""
                import com.cloudbees.plugins.credentials.*
                import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl
                print SystemCredentialsProvider.instance.store.addCredentials(domains.Domain.global(),
                  new FileCredentialsImpl(CredentialsScope.SYSTEM, '%s', '', 'signing.pem',
                    SecretBytes.fromRawBytes('''%s'''.bytes)))
                """.formatted(id, content))).startsWith("true");
    }

    private void delete(String id) {
        jenkins.groovy("""
                import com.cloudbees.plugins.credentials.*
                def store = SystemCredentialsProvider.instance.store
                def found = store.getCredentials(domains.Domain.global()).find { it.id == '%s' }
                store.removeCredentials(domains.Domain.global(), found)
                """.formatted(id));
    }

    private int rotations() {
        return jenkins.json("admin", "aviary/api/events?type=key.rotated")
                .path("events")
                .size();
    }

    private int promote() {
        return jenkins.build(
                "promoting", "promoteRelease environment: 'production', release: '" + "a".repeat(64) + "'");
    }

    @Test
    void theKeyInTheCredentialSignsAndNoOtherTakesItsPlace() throws Exception {
        start(folder);
        jenkins.groovy("io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration.get().environments = '''"
                + ENVIRONMENTS + "'''");
        jenkins.result("promoting", promote());
        String first = handedOut();

        jenkins.addSecretText("text", key());
        addSecretFile("file", key());
        jenkins.addSecretText("nonsense", "hunter2");
        assertThat(jenkins.post("admin", CHECK, Map.of("value", "file")).body()).contains("It holds the key aviary/");
        assertThat(jenkins.post("admin", CHECK, Map.of("value", "nonsense")).body())
                .contains("openssl genpkey")
                .doesNotContain("hunter2");
        assertThat(jenkins.post("admin", CHECK, Map.of("value", "absent")).body())
                .contains("is missing");
        assertThat(jenkins.post("viewer", CHECK, Map.of("value", "file")).body())
                .doesNotContain("aviary/");
        assertThat(jenkins.status("admin", CHECK + "?value=file")).isGreaterThanOrEqualTo(400);

        String second = choose("file");
        assertThat(ledger().resolve("signing.key")).doesNotExist();
        assertThat(rotations()).isEqualTo(1);
        jenkins.restart();
        assertThat(rotations()).isEqualTo(1);
        assertThat(handedOut()).isEqualTo(second);
        String third = choose("text");
        assertThat(Set.of(first, second, third)).hasSize(3);

        delete("text");
        RealController.until("the ledger is closed", () -> jenkins.status("admin", "aviary/api/board") == 500);
        assertThat(jenkins.get("admin", "aviary/api/board").body()).contains("credential 'text'");
        assertThat(jenkins.get("admin", "aviary/approvals/").body()).contains("The credential 'text'");
        assertThat(jenkins.get("reader", "aviary/approvals/").body())
                .contains("cannot be used at present")
                .doesNotContain("'text'");
        assertThat(jenkins.status("admin", "job/promoting/")).isEqualTo(200);
        assertThat(jenkins.get("admin", "job/promoting/1/aviary/").body()).contains("data-aviary-trouble");
        int refused = promote();
        assertThat(jenkins.result("promoting", refused)).isEqualTo("FAILURE");
        assertThat(jenkins.console("promoting", refused))
                .contains("The credential 'text' with the ledger's signing key is missing")
                .doesNotContain("\tat ");
        jenkins.restart();
        assertThat(jenkins.status("admin", "aviary/api/board")).isEqualTo(500);
        assertThat(ledger().resolve("signing.key")).doesNotExist();

        jenkins.addSecretText("text", key());
        assertThat(jenkins.get("admin", "aviary/api/board").body())
                .contains("last signed with the key " + VerifierKey.parse(third).signer())
                .contains("holds aviary/");
        assertThat(handedOut()).isEqualTo(third);
    }

    /** The block of the installation page, held against the real thing. */
    private static String documented() throws IOException {
        String page = Files.readString(Path.of("docs/operations/install.md"));
        int begin = page.indexOf("```yaml\n", page.indexOf("## As code")) + "```yaml\n".length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    private String export() {
        HttpResponse<String> answer = jenkins.post("admin", "configuration-as-code/export", Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode aviary(String yaml) throws IOException {
        return YAML.readTree(yaml).path("unclassified").path("aviary");
    }

    private void startWith(Path place, String yaml) throws IOException, InterruptedException {
        Files.createDirectories(place.resolve("home"));
        Files.writeString(place.resolve("home/jenkins.yaml"), yaml);
        start(place);
    }

    @Test
    void whatIsSetAsCodeIsExportedAndCanBeSetElsewhere() throws Exception {
        startWith(folder.resolve("one"), documented());
        JsonNode set = aviary(documented());
        assertThat(jenkins.groovy("""
                jenkins.model.Jenkins.get().getExtensionList(io.jenkins.plugins.casc.ConfiguratorRegistry)[0].lookupOrFail(
                  io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration)
                  .attributes.each { println it.name }
                null
                """).lines()).containsExactlyInAnyOrderElementsOf(set::fieldNames);
        String first = export();
        assertThat(aviary(first)).isEqualTo(set);
        jenkins.stop();

        startWith(folder.resolve("two"), "unclassified:\n  aviary: " + aviary(first));
        assertThat(aviary(export())).isEqualTo(set);
    }
}
