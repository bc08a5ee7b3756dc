package io.jenkins.plugins.aviary.host;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Translates a POSIX mode such as {@code 0644} into Java's permissions. */
final class FileModes {
    private FileModes() {}

    /** The permissions that the nine lowest bits of a mode stand for. */
    static Set<PosixFilePermission> permissions(int mode) {
        // The enumeration goes from the owner's read (bit 8) down to the others' execute (bit 0).
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int index = 0; index < all.length; index++) {
            if ((mode & (1 << (all.length - 1 - index))) != 0) {
                permissions.add(all[index]);
            }
        }
        return permissions;
    }
}
