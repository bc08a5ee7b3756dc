package io.jenkins.plugins.aviary.server;

/**
 * A place in a world's log: everything after it is new. It holds even when the log is rotated or cut meanwhile.
 *
 * @param path the log's path on the host
 * @param identity which file it is (device and inode), or empty if there was none
 * @param offset how many bytes came before
 * @param lead a hash of the last bytes before it, which tells a file that was cut and written again
 */
public record LogMark(String path, String identity, long offset, long lead) {
    /** The very beginning of a log. */
    public static LogMark beginning(String path) {
        return new LogMark(path, "", 0, 0);
    }
}
