package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is in a world folder.
 *
 * @param freeBytes how much room is left on its disk, in bytes
 * @param current the release that {@code current} leads to, if it is a whole one
 * @param releases the whole releases
 * @param journal what happened to them
 * @param foreign names in the folder that do not belong to the layout
 * @param obstacle why nothing can be delivered there, or empty
 */
public record FolderState(
        long freeBytes,
        Optional<InstalledRelease> current,
        List<InstalledRelease> releases,
        ReleaseJournal journal,
        List<String> foreign,
        String obstacle) {
    private static final int SHOWN = 5;
    private static final long KIBIBYTE = 1024;

    /** Copies the lists. */
    public FolderState {
        releases = List.copyOf(releases);
        foreign = List.copyOf(foreign);
    }

    /** The whole release of a name. */
    public Optional<InstalledRelease> release(String name) {
        return releases.stream().filter(release -> release.name().equals(name)).findFirst();
    }

    /** The whole release of an artifact. */
    public Optional<InstalledRelease> release(Digest digest) {
        return releases.stream()
                .filter(release -> release.digest().equals(digest))
                .findFirst();
    }

    /** Reads what the host says; a line that makes no sense is passed over, since what is not known to be whole is not. */
    static FolderState read(String path, String output) {
        long free = 0;
        String link = "";
        String readOnly = "";
        List<InstalledRelease> releases = new ArrayList<>();
        List<String> journal = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        for (String line : output.lines().toList()) {
            int space = line.indexOf(' ');
            String word = space < 0 ? line : line.substring(0, space);
            String rest = space < 0 ? "" : line.substring(space + 1);
            switch (word) {
                case "free" -> free = rest.matches("\\d{1,15}") ? Long.parseLong(rest) * KIBIBYTE : 0;
                case "current" -> link = rest;
                case "readonly" -> readOnly = rest;
                case "release" -> installed(rest).ifPresent(releases::add);
                case "journal" -> journal.add(rest);
                case "foreign" -> foreign.add(rest);
                default -> {
                    continue;
                }
            }
        }
        String name = link.startsWith("releases/") ? link.substring("releases/".length()) : "";
        Optional<InstalledRelease> current =
                releases.stream().filter(release -> release.name().equals(name)).findFirst();
        return new FolderState(
                free,
                current,
                releases,
                ReleaseJournal.read(journal),
                foreign,
                obstacle(path, link, name, current.isPresent(), readOnly, foreign));
    }

    private static Optional<InstalledRelease> installed(String text) {
        return text.matches("[0-9a-f]{64} [A-Za-z0-9][A-Za-z0-9._+-]{0,120}")
                ? Optional.of(new InstalledRelease(text.substring(65), new Digest(text.substring(0, 64))))
                : Optional.empty();
    }

    private static String obstacle(
            String path, String link, String name, boolean whole, String readOnly, List<String> foreign) {
        if (!readOnly.isEmpty()) {
            return readOnly + " cannot be written by this user; make it writable for them";
        }
        if (!link.isEmpty() && !whole) {
            return path + "/current leads to " + (name.isEmpty() ? link : "releases/" + name)
                    + ", which Aviary did not install; give the world a folder of its own";
        }
        if (link.isEmpty() && !foreign.isEmpty()) {
            List<String> shown = foreign.subList(0, Math.min(SHOWN, foreign.size()));
            return path + " holds files that Aviary did not put there (" + String.join(", ", shown)
                    + (foreign.size() > SHOWN ? ", ..." : "")
                    + "); stop that server, then give the world an empty folder or move them away";
        }
        return "";
    }
}
