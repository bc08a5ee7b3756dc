package io.jenkins.plugins.aviary.scan.parts;

import java.util.List;

/**
 * An installed port of vcpkg.
 *
 * @param name its name
 * @param version its version without the port version
 * @param portVersion how often the port changed at that version; 0 if not told
 * @param triplet what it was built for, or empty
 * @param description what it is, or empty
 * @param homepage its web page, or empty
 * @param licence its licence as SPDX expression, or empty
 * @param upstreams where its sources came from
 * @param path the file it was read from, relative to the workspace
 */
public record Port(
        String name,
        String version,
        int portVersion,
        String triplet,
        String description,
        String homepage,
        String licence,
        List<Upstream> upstreams,
        String path) {
    /** Takes a copy. */
    public Port {
        upstreams = List.copyOf(upstreams);
    }

    /** Its package URL. */
    public String packageUrl() {
        return PackageUrl.ofPort(name, version, portVersion, triplet);
    }

    /** Its version as vcpkg writes it, such as {@code 1.3.1#2}. */
    public String fullVersion() {
        return portVersion == 0 ? version : version + "#" + portVersion;
    }
}
