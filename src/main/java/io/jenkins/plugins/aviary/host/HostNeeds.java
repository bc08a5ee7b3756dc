package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host lacks of a release, and what it has that helps.
 *
 * @param missing the files that have to travel
 * @param patches whether the host can apply patches
 * @param parts how many bytes have come of large files, by path
 * @param bases what large files were in other releases, the best first, by path
 */
record HostNeeds(List<ArtifactFile> missing, boolean patches, Map<String, Long> parts, Map<String, List<Base>> bases) {
    private static final Pattern BASE = Pattern.compile("base ([0-9a-f]{64}) ([A-Za-z0-9][A-Za-z0-9._+-]{0,120}) (.+)");
    private static final Pattern PART = Pattern.compile("part (\\d{1,15}) (.+)");

    /** A file of another release. */
    record Base(Digest digest, String release) {}

    /** Reads what the host says; what makes no sense is passed over, and costs no more than bytes that travel. */
    static HostNeeds read(String output, Map<String, ArtifactFile> files) {
        List<ArtifactFile> missing = new ArrayList<>();
        Map<String, Long> parts = new HashMap<>();
        Map<String, List<Base>> bases = new HashMap<>();
        boolean patches = false;
        for (String line : output.lines().toList()) {
            Matcher base = BASE.matcher(line);
            Matcher part = PART.matcher(line);
            if (line.startsWith("missing ")) {
                Optional.ofNullable(files.get(line.substring("missing ".length())))
                        .ifPresent(missing::add);
            } else if (base.matches()) {
                bases.computeIfAbsent(base.group(3), path -> new ArrayList<>())
                        .add(new Base(new Digest(base.group(1)), base.group(2)));
            } else if (part.matches()) {
                parts.put(part.group(2), Long.valueOf(part.group(1)));
            } else {
                patches |= line.equals("patches");
            }
        }
        return new HostNeeds(missing, patches, parts, bases);
    }
}
