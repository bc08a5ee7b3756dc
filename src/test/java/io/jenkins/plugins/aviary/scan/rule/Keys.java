package io.jenkins.plugins.aviary.scan.rule;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;

/** Keys for tests, as PEM. */
final class Keys {
    /** The primes that Canary and TFS have in their sources for when key.pem is missing. */
    private static final BigInteger P =
            new BigInteger("14299623962416399520070177382898895550795403345466153217470516082934737582"
                    + "776038882967213386204600674145392845853859217990626450972452084065728686565928113");

    private static final BigInteger Q =
            new BigInteger("7630979195970404721891201847792002125535401292779123937207447574596692788"
                    + "513647179235335529307251350570728407373705564708871762033017096809910315212884101");

    private Keys() {}

    /** The key that everybody has, in PKCS #1 as the servers ship it. */
    static String wellKnown() {
        BigInteger one = BigInteger.ONE;
        BigInteger exponent = BigInteger.valueOf(65537);
        BigInteger secret = exponent.modInverse(P.subtract(one).multiply(Q.subtract(one)));
        byte[] der = sequence(
                BigInteger.ZERO,
                P.multiply(Q),
                exponent,
                secret,
                P,
                Q,
                secret.mod(P.subtract(one)),
                secret.mod(Q.subtract(one)),
                Q.modInverse(P));
        return pem("RSA PRIVATE KEY", der);
    }

    /** A key of one's own, in PKCS #8. */
    static String own() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
            return pem("PRIVATE KEY", key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String name, byte[] der) {
        return "-----BEGIN " + name + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + name + "-----\n";
    }

    private static byte[] sequence(BigInteger... numbers) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (BigInteger number : numbers) {
            value(content, 0x02, number.toByteArray());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        value(whole, 0x30, content.toByteArray());
        return whole.toByteArray();
    }

    private static void value(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length & 0xFF);
        }
        out.writeBytes(content);
    }
}
