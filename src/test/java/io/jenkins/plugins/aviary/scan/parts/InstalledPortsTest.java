package io.jenkins.plugins.aviary.scan.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledPortsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path workspace;

    @Test
    void readsWhatVcpkgWrites() throws IOException {
        port("zlib", "1.3.1#2", "madler/zlib", "git+https://github.com/Madler/zlib@v1.3.1");

        Port port = InstalledPorts.in(workspace, List.of(workspace)).get(0);

        assertThat(port.name()).isEqualTo("zlib");
        assertThat(port.version()).isEqualTo("1.3.1");
        assertThat(port.portVersion()).isEqualTo(2);
        assertThat(port.packageUrl()).isEqualTo("pkg:vcpkg/zlib@1.3.1?port_version=2&triplet=x64-linux");
        assertThat(port.licence()).isEqualTo("Zlib");
        assertThat(port.path()).isEqualTo("build/vcpkg_installed/x64-linux/share/zlib/vcpkg.spdx.json");
        assertThat(port.upstreams()).singleElement().satisfies(upstream -> {
            assertThat(upstream.repository()).isEqualTo("github.com/madler/zlib");
            assertThat(upstream.reference()).isEqualTo("v1.3.1");
            assertThat(upstream.packageUrl()).contains("pkg:github/madler/zlib@v1.3.1");
        });
    }

    @Test
    void readsSourcesThatAreArchives() throws IOException {
        port("libmariadb", "3.4.5", "source.tar.gz", "https://example.org/source.tar.gz");

        assertThat(InstalledPorts.in(workspace, List.of(workspace)).get(0).upstreams())
                .singleElement()
                .satisfies(upstream -> {
                    assertThat(upstream.repository()).isEmpty();
                    assertThat(upstream.packageUrl()).isEmpty();
                    assertThat(upstream.sha512()).hasSize(128);
                });
    }

    @Test
    void refusesADamagedFile() throws IOException {
        Path folder = Files.createDirectories(workspace.resolve("vcpkg_installed/x/share/zlib"));
        Files.writeString(folder.resolve("vcpkg.spdx.json"), "{\"packages\": [");
        assertThatThrownBy(() -> InstalledPorts.in(workspace, List.of(workspace)))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("is damaged");

        Files.writeString(folder.resolve("vcpkg.spdx.json"), "{\"packages\": []}");
        assertThatThrownBy(() -> InstalledPorts.in(workspace, List.of(workspace)))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("no SPDXRef-port");
    }

    @Test
    void knowsOneRepositoryByAllItsAddresses() {
        assertThat(List.of(
                        "https://github.com/Madler/Zlib",
                        "git+https://github.com/madler/zlib.git",
                        "git://github.com/madler/zlib.git",
                        "ssh://git@github.com/madler/zlib/",
                        "github.com/madler/zlib"))
                .allSatisfy(address -> assertThat(Upstream.repository(address)).isEqualTo("github.com/madler/zlib"));
    }

    @Test
    void writesCycloneDxAsItsSchemaHasIt() throws IOException {
        port("zlib", "1.3.1#2", "madler/zlib", "git+https://github.com/madler/zlib@v1.3.1");
        port("libmariadb", "3.4.5", "source.tar.gz", "https://example.org/source.tar.gz");
        List<Port> ports = InstalledPorts.in(workspace, List.of(workspace));
        Finding hole = Finding.at("osv", "CVE-2026-1", Severity.HIGH, "x", 0, 0, "zlib: bad")
                .hinted(ports.get(1).packageUrl());
        Path file = workspace.resolve("sbom/sbom.cdx.json");

        new BillOfMaterials("canary", "1.0", ports).write(file, NOW, List.of(hole));

        JsonNode written = new ObjectMapper().readTree(file.toFile());
        assertThat(schema().validate(written)).isEmpty();
        assertThat(written.path("components").findValuesAsText("purl"))
                .contains("pkg:vcpkg/zlib@1.3.1?port_version=2&triplet=x64-linux", "pkg:github/madler/zlib@v1.3.1");
        assertThat(written.at("/vulnerabilities/0/affects/0/ref").asText())
                .isEqualTo(written.at("/components/1/bom-ref").asText());
    }

    @Test
    void holdsTheSchemaAgainstSomethingWrongToo() throws IOException {
        JsonNode wrong = new ObjectMapper()
                .readTree(
                        "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [{\"name\": \"x\"}]}");

        assertThat(schema().validate(wrong)).isNotEmpty();
    }

    @Test
    void writesTheSameBytesForTheSamePorts() throws IOException {
        port("zlib", "1.3.1", "madler/zlib", "git+https://github.com/madler/zlib@v1.3.1");
        List<Port> ports = InstalledPorts.in(workspace, List.of(workspace));
        BillOfMaterials bill = new BillOfMaterials("canary", "", ports);

        assertThat(bill.json(NOW, List.of())).isEqualTo(bill.json(NOW, List.of()));
    }

    /** The official schema, from cyclonedx-core-java's jar, with the two that it refers to. */
    private static JsonSchema schema() throws IOException {
        String base = "http://cyclonedx.org/schema/";
        return JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V7,
                        builder -> builder.schemaMappers(mappers -> {
                            mappers.mapPrefix(base, "classpath:");
                        }))
                .getSchema(SchemaLocation.of(base + "bom-1.6.schema.json"));
    }

    private void port(String name, String version, String resource, String location) throws IOException {
        Path folder = Files.createDirectories(
                workspace.resolve("build/vcpkg_installed/x64-linux/share").resolve(name));
        Files.writeString(
                folder.resolve("vcpkg.spdx.json"), """
                {"spdxVersion": "SPDX-2.2", "packages": [
                  {"name": "%1$s", "SPDXID": "SPDXRef-port", "versionInfo": "%2$s",
                   "downloadLocation": "git+https://github.com/Microsoft/vcpkg@0123", "homepage": "https://example.org/",
                   "licenseConcluded": "Zlib", "licenseDeclared": "NOASSERTION", "description": "A library"},
                  {"name": "%1$s:x64-linux", "SPDXID": "SPDXRef-binary", "versionInfo": "abc", "downloadLocation": "NONE"},
                  {"name": "%3$s", "SPDXID": "SPDXRef-resource-0", "downloadLocation": "%4$s",
                   "checksums": [{"algorithm": "SHA512", "checksumValue": "%5$s"}]}]}
                """.formatted(name, version, resource, location, "0a".repeat(64)));
    }
}
