package io.jenkins.plugins.aviary.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happened to the releases of a world folder, oldest first.
 *
 * @param entries the newest entries, at most 500
 */
public record ReleaseJournal(List<JournalEntry> entries) {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Copies the entries. */
    public ReleaseJournal {
        entries = List.copyOf(entries);
    }

    /** Reads the lines of the file; a line that was torn when the host lost its power is passed over. */
    static ReleaseJournal read(List<String> lines) {
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : lines) {
            try {
                entries.add(MAPPER.readValue(line, JournalEntry.class));
            } catch (JsonProcessingException e) {
                continue;
            }
        }
        return new ReleaseJournal(entries);
    }

    /** An entry as a line of the file. */
    static String line(JournalEntry entry) {
        try {
            return MAPPER.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An entry of texts can be written as JSON", e);
        }
    }

    /**
     * The delivery that nobody ended: its run was killed between stopping the old server and finding the new release
     * good or bad. Only whoever holds the lock can tell, for otherwise it may be going on.
     */
    public Optional<JournalEntry> unfinished() {
        return last().filter(entry ->
                entry.kind() == JournalEntry.Kind.BEGUN || entry.kind() == JournalEntry.Kind.ACTIVATED);
    }

    /** The newest entry. */
    public Optional<JournalEntry> last() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    /** The delivery by which a release was found good last, or empty if nobody noted it. */
    public String deployment(String release) {
        String deployment = "";
        for (JournalEntry entry : entries) {
            if (entry.release().equals(release)
                    && entry.kind() == JournalEntry.Kind.CONFIRMED
                    && !entry.deployment().isEmpty()) {
                deployment = entry.deployment();
            }
        }
        return deployment;
    }

    /** Whether the last that was said of a release is that it is good. */
    public boolean isConfirmed(String release) {
        return verdict(release)
                .filter(kind -> kind == JournalEntry.Kind.CONFIRMED)
                .isPresent();
    }

    /** Whether the last that was said of a release is that it is bad. */
    public boolean isRejected(String release) {
        return verdict(release)
                .filter(kind -> kind == JournalEntry.Kind.REJECTED)
                .isPresent();
    }

    /**
     * The releases that may be gone back to: those that were found good and not bad later, the one that was found good
     * last in front.
     */
    public List<String> good() {
        List<String> good = new ArrayList<>();
        Set<String> judged = new HashSet<>();
        for (int index = entries.size() - 1; index >= 0; index--) {
            JournalEntry entry = entries.get(index);
            if (isVerdict(entry.kind()) && judged.add(entry.release()) && entry.kind() == JournalEntry.Kind.CONFIRMED) {
                good.add(entry.release());
            }
        }
        return good;
    }

    private Optional<JournalEntry.Kind> verdict(String release) {
        for (int index = entries.size() - 1; index >= 0; index--) {
            JournalEntry entry = entries.get(index);
            if (entry.release().equals(release) && isVerdict(entry.kind())) {
                return Optional.of(entry.kind());
            }
        }
        return Optional.empty();
    }

    private static boolean isVerdict(JournalEntry.Kind kind) {
        return kind == JournalEntry.Kind.CONFIRMED || kind == JournalEntry.Kind.REJECTED;
    }
}
