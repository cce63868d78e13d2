package dev.eider.zones;

import java.security.SecureRandom;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Names of writers: short, unlike each other, valid in object names. Thread-safe. */
public final class Nonces implements Supplier<String> {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** 36^8: two writers of one revision meet once in 2.8e12. */
    private static final int LENGTH = 8;

    private final RandomGenerator random;

    private Nonces(RandomGenerator random) {
        this.random = random;
    }

    /** Unpredictable ones. */
    public static Nonces random() {
        return new Nonces(new SecureRandom());
    }

    /** The same sequence for the same seed, for tests. */
    public static Nonces seeded(long seed) {
        return new Nonces(new Random(seed));
    }

    @Override
    public synchronized String get() {
        StringBuilder nonce = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            nonce.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return nonce.toString();
    }
}
