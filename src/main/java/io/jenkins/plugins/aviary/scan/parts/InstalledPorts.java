package io.jenkins.plugins.aviary.scan.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the SPDX files that vcpkg writes for each port, {@code vcpkg_installed/TRIPLET/share/PORT/vcpkg.spdx.json}, and
 * reads them (SPDX 2.2 and 2.3).
 */
public final class InstalledPorts {
    private static final String NAME = "vcpkg.spdx.json";
    private static final long LARGEST = 16L << 20;
    private static final int DEEPEST = 12;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private InstalledPorts() {}

    /**
     * All ports installed below some folders, each once.
     *
     * @param workspace what paths are told relative to
     * @throws OperationFailure if one of the files cannot be read, or a manifest in a folder asks for ports and there are
     *     none
     */
    public static List<Port> in(Path workspace, List<Path> folders) {
        Map<String, Port> ports = new TreeMap<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                Port port = read(workspace, file);
                ports.putIfAbsent(port.packageUrl(), port);
            }
        }
        return List.copyOf(ports.values());
    }

    /** How many ports the manifest in a folder asks for; 0 if there is none. */
    public static int demanded(Path folder) {
        Path manifest = folder.resolve("vcpkg.json");
        if (!Files.isRegularFile(manifest)) {
            return 0;
        }
        return tree(manifest).path("dependencies").size();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all =
                Files.find(folder, DEEPEST, (file, attributes) -> attributes.isRegularFile() && file.endsWith(NAME))) {
            return all.sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new OperationFailure("The ports in " + folder + " cannot be looked for: " + e.getMessage(), e);
        }
    }

    private static JsonNode tree(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new OperationFailure(file + " is larger than " + (LARGEST >> 20) + " MiB.");
            }
            JsonNode tree = MAPPER.readTree(file.toFile());
            if (tree == null || !tree.isObject()) {
                throw new OperationFailure(file + " holds no JSON object.");
            }
            return tree;
        } catch (IOException e) {
            throw new OperationFailure(
                    file + " is damaged: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "; install the ports anew.",
                    e);
        }
    }

    private static Port read(Path workspace, Path file) {
        JsonNode document = tree(file);
        JsonNode port = null;
        String triplet = "";
        List<Upstream> upstreams = new ArrayList<>();
        for (JsonNode part : document.path("packages")) {
            String id = part.path("SPDXID").asText();
            if (id.equals("SPDXRef-port")) {
                port = part;
            } else if (id.equals("SPDXRef-binary")) {
                String name = part.path("name").asText();
                triplet = name.substring(name.indexOf(':') + 1);
            } else if (id.startsWith("SPDXRef-resource-")) {
                upstreams.add(Upstream.of(
                        part.path("name").asText(),
                        part.path("downloadLocation").asText(),
                        part.path("checksums").path(0).path("checksumValue").asText("")));
            }
        }
        if (port == null || port.path("name").asText().isEmpty()) {
            throw new OperationFailure(file + " has no SPDXRef-port: it was not written by vcpkg.");
        }
        String version = port.path("versionInfo").asText("");
        int hash = version.lastIndexOf('#');
        boolean numbered = hash >= 0 && version.substring(hash + 1).matches("[0-9]{1,6}");
        Path relative = file.startsWith(workspace) ? workspace.relativize(file) : file;
        return new Port(
                port.path("name").asText(),
                numbered ? version.substring(0, hash) : version,
                numbered ? Integer.parseInt(version.substring(hash + 1)) : 0,
                triplet,
                port.path("description").asText(""),
                known(port.path("homepage").asText("")),
                known(port.path("licenseConcluded").asText("")),
                upstreams,
                relative.toString().replace('\\', '/'));
    }

    private static String known(String text) {
        return text.equals("NOASSERTION") || text.equals("NONE") ? "" : text;
    }
}
