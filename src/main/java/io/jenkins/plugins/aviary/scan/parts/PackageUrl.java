package io.jenkins.plugins.aviary.scan.parts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes package URLs as the purl specification (ECMA-427) has them. */
final class PackageUrl {
    private PackageUrl() {}

    static String of(String type, String namespace, String name, String version) {
        return "pkg:" + type + "/" + encoded(namespace) + "/" + encoded(name)
                + (version.isEmpty() ? "" : "@" + encoded(version));
    }

    /** A port of vcpkg; the type is registered as {@code pkg:vcpkg/name@version?port_version=N&triplet=T}. */
    static String ofPort(String name, String version, int portVersion, String triplet) {
        StringBuilder url = new StringBuilder("pkg:vcpkg/" + encoded(name));
        if (!version.isEmpty()) {
            url.append('@').append(encoded(version));
        }
        char separator = '?';
        if (portVersion > 0) {
            url.append(separator).append("port_version=").append(portVersion);
            separator = '&';
        }
        if (!triplet.isEmpty()) {
            url.append(separator).append("triplet=").append(encoded(triplet));
        }
        return url.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~")
                .replace("%3A", ":");
    }
}
