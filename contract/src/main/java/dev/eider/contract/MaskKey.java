package dev.eider.contract;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The project's key of tokens and fingerprints; it prints as its check value only. Immutable. */
public final class MaskKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES_MIN = 16;

    private final byte[] key;

    private MaskKey(byte[] key) {
        this.key = key;
    }

    /**
     * The key of a configured text: its UTF-8 bytes, whatever they spell.
     *
     * @throws IllegalArgumentException where it is shorter than 16 bytes
     */
    public static MaskKey of(String text) {
        byte[] key = text.strip().getBytes(StandardCharsets.UTF_8);
        if (key.length < BYTES_MIN) {
            throw new IllegalArgumentException(
                    "Invalid mask_key: " + key.length + " bytes (at least " + BYTES_MIN + ")");
        }
        return new MaskKey(key);
    }

    /** A fresh HMAC-SHA-256 under this key, for one thread. */
    public Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a token: this Java has no " + ALGORITHM, e);
        }
    }

    /** Check value, kept in manifests: tells whether two runs had the same key and nothing else. */
    public String id() {
        byte[] digest = mac().doFinal("eider mask key".getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MaskKey that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "mask key " + id();
    }
}
