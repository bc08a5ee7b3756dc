package io.jenkins.plugins.aviary.scan.parts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes ports and what is known of their holes as <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>. The
 * same ports at the same time give the same bytes.
 */
public final class BillOfMaterials {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String name;
    private final String version;
    private final List<Port> ports;

    /**
     * A bill of materials.
     *
     * @param name what is made of the ports
     * @param version its version or digest; may be empty
     */
    public BillOfMaterials(String name, String version, List<Port> ports) {
        this.name = name;
        this.version = version;
        this.ports = List.copyOf(ports);
    }

    /**
     * Writes it.
     *
     * @param vulnerabilities findings whose hint is the package URL of a port
     */
    public void write(Path file, Instant time, List<Finding> vulnerabilities) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Files.writeString(
                file,
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json(time, vulnerabilities)) + "\n",
                StandardCharsets.UTF_8);
    }

    ObjectNode json(Instant time, List<Finding> vulnerabilities) {
        ObjectNode bom = JsonNodeFactory.instance
                .objectNode()
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6");
        UUID serial = UUID.nameUUIDFromBytes((time + name + version + ports).getBytes(StandardCharsets.UTF_8));
        bom.put("serialNumber", "urn:uuid:" + serial).put("version", 1);
        ObjectNode metadata = bom.putObject("metadata").put("timestamp", time.toString());
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", "aviary");
        ObjectNode whole = metadata.putObject("component")
                .put("type", "application")
                .put("bom-ref", "whole")
                .put("name", name);
        if (!version.isEmpty()) {
            whole.put("version", version);
        }
        bom.putArray("components");
        ports.forEach(port -> component(bom.withArray("components").addObject(), port));
        if (!vulnerabilities.isEmpty()) {
            bom.putArray("vulnerabilities");
            vulnerabilities.forEach(
                    one -> vulnerability(bom.withArray("vulnerabilities").addObject(), one));
        }
        return bom;
    }

    private static void component(ObjectNode node, Port port) {
        node.put("type", "library")
                .put("bom-ref", port.packageUrl())
                .put("name", port.name())
                .put("version", port.fullVersion());
        if (!port.description().isEmpty()) {
            node.put("description", port.description());
        }
        if (!port.licence().isEmpty()) {
            node.putArray("licenses").addObject().put("expression", port.licence());
        }
        node.put("purl", port.packageUrl());
        if (port.homepage().matches("https?://\\S+")) {
            node.putArray("externalReferences")
                    .addObject()
                    .put("type", "website")
                    .put("url", port.homepage());
        }
        if (!port.upstreams().isEmpty()) {
            node.putArray("components");
        }
        for (int i = 0; i < port.upstreams().size(); i++) {
            upstream(
                    node.withArray("components").addObject(),
                    port,
                    port.upstreams().get(i),
                    i);
        }
    }

    private static void upstream(ObjectNode node, Port port, Upstream upstream, int index) {
        node.put("type", "library")
                .put("bom-ref", port.packageUrl() + "#upstream-" + index)
                .put("name", upstream.name().isEmpty() ? port.name() : upstream.name());
        if (!upstream.reference().isEmpty()) {
            node.put("version", upstream.reference());
        }
        if (!upstream.sha512().isEmpty()) {
            node.putArray("hashes").addObject().put("alg", "SHA-512").put("content", upstream.sha512());
        }
        upstream.packageUrl().ifPresent(url -> node.put("purl", url));
        if (upstream.location().matches("(git\\+)?https?://\\S+")) {
            node.putArray("externalReferences")
                    .addObject()
                    .put("type", upstream.repository().isEmpty() ? "distribution" : "vcs")
                    .put("url", upstream.location().replaceFirst("^git\\+", ""));
        }
    }

    private static void vulnerability(ObjectNode node, Finding finding) {
        node.put("bom-ref", finding.rule() + " " + finding.hint()).put("id", finding.rule());
        node.putObject("source").put("name", "OSV");
        node.putArray("ratings")
                .addObject()
                .put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        node.put("description", finding.message());
        node.putArray("affects").addObject().put("ref", finding.hint());
    }
}
