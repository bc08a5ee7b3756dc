package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The proofs, right and damaged, that transparency-dev/merkle publishes; skipped where they are not at hand. */
class MerkleVectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("aviary.oracles", "oracles")).resolve("merkle");

    @BeforeAll
    static void vectorsAreThere() {
        assumeTrue(Files.isDirectory(VECTORS), () -> "no vectors in " + VECTORS);
    }

    @Test
    void judgesEveryInclusionProofAsPublished() throws IOException {
        List<JsonNode> cases = cases("inclusion");
        for (JsonNode given : cases) {
            boolean holds = MerkleVerifier.inclusion(
                    given.path("leafIdx").asLong(),
                    given.path("treeSize").asLong(),
                    bytes(given.path("leafHash")),
                    proof(given),
                    bytes(given.path("root")));
            assertThat(holds)
                    .as(given.toString())
                    .isNotEqualTo(given.path("wantErr").asBoolean());
        }
        assertThat(cases).hasSize(98);
    }

    @Test
    void judgesEveryConsistencyProofAsPublished() throws IOException {
        List<JsonNode> cases = cases("consistency");
        for (JsonNode given : cases) {
            boolean holds = MerkleVerifier.consistency(
                    given.path("size1").asLong(),
                    given.path("size2").asLong(),
                    proof(given),
                    bytes(given.path("root1")),
                    bytes(given.path("root2")));
            assertThat(holds)
                    .as(given.toString())
                    .isNotEqualTo(given.path("wantErr").asBoolean());
        }
        assertThat(cases).hasSize(98);
    }

    private static List<JsonNode> cases(String kind) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(VECTORS.resolve(kind))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                cases.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        return cases;
    }

    private static List<byte[]> proof(JsonNode given) {
        List<byte[]> proof = new ArrayList<>();
        given.path("proof").forEach(hash -> proof.add(bytes(hash)));
        return proof;
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }
}
