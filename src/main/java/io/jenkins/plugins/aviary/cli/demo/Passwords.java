package io.jenkins.plugins.aviary.cli.demo;

import io.jenkins.plugins.aviary.operation.Secret;
import java.math.BigInteger;
import java.security.SecureRandom;

/** Passwords that nobody has to remember. */
final class Passwords {
    private static final int BITS = 130;
    private static final int RADIX = 32;

    private Passwords() {}

    /** A new one, of lower-case letters and digits. */
    static Secret random() {
        return Secret.of(new BigInteger(BITS, new SecureRandom()).toString(RADIX));
    }
}
