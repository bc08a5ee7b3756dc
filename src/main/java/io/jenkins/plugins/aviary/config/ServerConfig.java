package io.jenkins.plugins.aviary.config;

/**
 * What kind of game server it is.
 *
 * @param dialect whose log lines, signals and migrations it has
 * @param binary the path of its executable inside a release
 * @param dataPack the folder of its data pack inside a release, where its migrations are
 * @param readyLine a regular expression that its ready line matches; needed for {@link Dialect#GENERIC} only
 */
public record ServerConfig(Dialect dialect, String binary, String dataPack, String readyLine) {
    /** The game servers that are known. */
    public enum Dialect {
        /** Canary 3.2 and later: migrations upgrade to their number and go on after an error. */
        CANARY,
        /** Canary before 3.2: migrations upgrade from their number and stop at an error. */
        CANARY_2,
        /** The Forgotten Server: migrations as in old Canary, other log lines. */
        TFS,
        /** Any other server, described by this file. */
        GENERIC
    }
}
