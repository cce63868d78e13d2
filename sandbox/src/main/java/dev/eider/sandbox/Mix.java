package dev.eider.sandbox;

/**
 * Hashes of seed and place: the sandbox's only randomness, the same on every machine and in any order of requests.
 * The finalizer is that of SplitMix64.
 */
final class Mix {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mix() {}

    static long of(long seed, long a) {
        return scramble(seed * 0xD1342543DE82EF95L + a * GOLDEN + GOLDEN);
    }

    static long of(long seed, long a, long b) {
        return of(of(seed, a), b);
    }

    static long of(long seed, String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return of(seed, hash);
    }

    /** A number in [0, 1) of a hash. */
    static double unit(long hash) {
        return (hash >>> 11) * 0x1p-53;
    }

    private static long scramble(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
