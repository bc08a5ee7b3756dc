package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.model.Digest;

/**
 * One migration of a release.
 *
 * @param number the number in its file's name
 * @param file its file's name
 * @param source its Lua source
 */
public record Migration(int number, String file, String source) {
    /** The number under which the import of a whole schema is kept: no migration has it. */
    static final int IMPORT = -1;

    /** Brings line ends into one form, so that a checkout on another system is the same migration. */
    public Migration {
        source = normal(source);
    }

    static String normal(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return plain.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** The digest of its source. */
    public Digest checksum() {
        return Digest.of(source);
    }
}
