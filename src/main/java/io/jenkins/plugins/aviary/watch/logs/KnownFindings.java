package io.jenkins.plugins.aviary.watch.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The kinds of warnings and errors that one world is known for: those of releases before the present one, against which
 * the present one is new or not, and those seen with the present one. Kept in Aviary's home, one small file a world.
 */
final class KnownFindings {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Beyond this the oldest are forgotten. */
    private static final int MOST = 50_000;

    private final Path file;
    private final boolean anything;
    private final Set<String> before;
    private final Set<String> during;
    private final String release;

    private KnownFindings(Path file, boolean anything, String release, Set<String> before, Set<String> during) {
        this.file = file;
        this.anything = anything;
        this.release = release;
        this.before = before;
        this.during = during;
    }

    /**
     * What is known of a world, as its present release sees it.
     *
     * @param name the world's qualified name, or another name that its user chose
     * @param release the release that runs, or empty if nobody knows: then everything seen before counts as known
     */
    static KnownFindings read(Path home, String name, String release, OperationLog log) {
        Path file = home.resolve("logs").resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + ".json");
        try {
            JsonNode kept = JSON.readTree(file.toFile());
            Set<String> before = texts(kept.path("before"));
            Set<String> during = texts(kept.path("during"));
            boolean same =
                    !release.isEmpty() && release.equals(kept.path("release").asText());
            if (!same) {
                before.addAll(during);
                during = new LinkedHashSet<>();
            }
            // The first release that is looked at has none before it to be compared with.
            boolean comparable = !same || kept.path("comparable").asBoolean();
            return new KnownFindings(file, comparable, release, before, during);
        } catch (java.io.FileNotFoundException | NoSuchFileException e) {
            return new KnownFindings(file, false, release, new LinkedHashSet<>(), new LinkedHashSet<>());
        } catch (IOException e) {
            log.warn("What is known of " + name + "'s log cannot be read (" + file + "); starting anew: "
                    + e.getMessage());
            return new KnownFindings(file, false, release, new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Nothing is known and nothing is kept. */
    static KnownFindings none() {
        return new KnownFindings(Path.of(""), false, "", new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    /** Whether there was a release before to compare with. */
    boolean isComparable() {
        return anything;
    }

    /** Whether a kind was not seen with a release before. */
    boolean isNew(String fingerprint) {
        return anything && !before.contains(fingerprint);
    }

    /** Remembers the kinds that were seen now; the file is replaced as a whole. */
    void remember(Collection<String> seen) {
        during.addAll(seen);
        ObjectNode kept =
                JSON.createObjectNode().put("v", 1).put("release", release).put("comparable", anything);
        put(kept.putArray("before"), before);
        put(kept.putArray("during"), during);
        Path folder = Objects.requireNonNull(file.getParent(), "the file lies in a folder");
        try {
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, "known", ".json");
            Files.write(beside, JSON.writeValueAsBytes(kept));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationFailure(
                    "What is known of a log cannot be kept in " + file + ": " + e.getMessage() + "; see that the disk"
                            + " has room and the folder can be written to",
                    e);
        }
    }

    private static void put(ArrayNode array, Set<String> texts) {
        texts.stream().skip(Math.max(0, texts.size() - MOST)).forEach(array::add);
    }
}
