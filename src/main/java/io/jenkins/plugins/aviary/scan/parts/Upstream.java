package io.jenkins.plugins.aviary.scan.parts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a port's source came from.
 *
 * @param name what the port calls it, such as {@code madler/zlib}
 * @param repository host and path of its Git repository in lower case, such as {@code github.com/madler/zlib}; empty if
 *     it is an archive
 * @param reference the tag or commit; empty if it is an archive
 * @param location the whole address
 * @param sha512 the archive's digest, or empty
 */
public record Upstream(String name, String repository, String reference, String location, String sha512) {
    private static final Pattern GIT =
            Pattern.compile("git\\+https?://([^/@\\s]{1,200})/([^@\\s]{1,300})@(\\S{1,200})");
    private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");

    /** Reads an SPDX download location. */
    static Upstream of(String name, String location, String sha512) {
        String digest = sha512.toLowerCase(Locale.ROOT);
        String checked = SHA512.matcher(digest).matches() ? digest : "";
        Matcher git = GIT.matcher(location);
        return git.matches()
                ? new Upstream(name, repository(git.group(1) + "/" + git.group(2)), git.group(3), location, checked)
                : new Upstream(name, "", "", location, checked);
    }

    /** Host and path of a repository's address, so that two ways to write one address are equal. */
    public static String repository(String address) {
        return address.toLowerCase(Locale.ROOT)
                .replaceFirst("^(git\\+)?[a-z]+://", "")
                .replaceFirst("^[^/@]*@", "")
                .replaceFirst("/+$", "")
                .replaceFirst("\\.git$", "");
    }

    /** Its package URL, if there is a type for where it is. */
    public Optional<String> packageUrl() {
        String[] path = repository.split("/");
        if (path.length != 3) {
            return Optional.empty();
        }
        return switch (path[0]) {
            case "github.com" -> Optional.of(PackageUrl.of("github", path[1], path[2], reference));
            case "bitbucket.org" -> Optional.of(PackageUrl.of("bitbucket", path[1], path[2], reference));
            case "gitlab.com" -> Optional.of(PackageUrl.of("gitlab", path[1], path[2], reference));
            default -> Optional.empty();
        };
    }
}
