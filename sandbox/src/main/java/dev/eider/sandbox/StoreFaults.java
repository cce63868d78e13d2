package dev.eider.sandbox;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What goes wrong between a client and its store, and how often. Immutable.
 *
 * @param seed decides together with the number of the call
 * @param shares of the calls that a fault can happen to, by kind; their sum at most 1
 * @param retryAfter what 429 asks for, in whole seconds
 * @param slowFor how much later a slow answer is
 * @param staleFor the greatest age of a stale listing
 * @param inARowMax the most calls in a row on one object, or of one listing, that meet a fault
 */
public record StoreFaults(
        long seed,
        Map<StoreFault, Double> shares,
        Duration retryAfter,
        Duration slowFor,
        Duration staleFor,
        int inARowMax) {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration SLOW_FOR = Duration.ofMillis(100);
    private static final Duration STALE_FOR = Duration.ofSeconds(5);
    private static final int IN_A_ROW_MAX = 2;

    /** How many kinds of fault can happen to most calls. */
    private static final int KINDS_OF_A_CALL = 7;

    /** Copies the shares. */
    public StoreFaults {
        shares = Map.copyOf(shares);
        if (!new Rates<>(StoreFault.class, shares).areShares()) {
            throw new IllegalArgumentException("Invalid shares: " + shares + " (each in [0, 1], and their sum)");
        }
        if (inARowMax < 1) {
            throw new IllegalArgumentException("Invalid inARowMax: " + inARowMax + " (at least 1)");
        }
    }

    /** No fault at all. */
    public static StoreFaults none() {
        return new StoreFaults(0, Map.of(), RETRY_AFTER, SLOW_FOR, STALE_FOR, IN_A_ROW_MAX);
    }

    /** Faults of all kinds alike, so many that about this share of the calls meets one. */
    public static StoreFaults evenly(long seed, double share) {
        Map<StoreFault, Double> shares = new EnumMap<>(StoreFault.class);
        for (StoreFault fault : StoreFault.values()) {
            shares.put(fault, share / KINDS_OF_A_CALL);
        }
        return new StoreFaults(seed, shares, RETRY_AFTER, SLOW_FOR, STALE_FOR, IN_A_ROW_MAX);
    }

    /** The same with another share of one kind. */
    public StoreFaults with(StoreFault fault, double share) {
        Map<StoreFault, Double> more = new EnumMap<>(StoreFault.class);
        more.putAll(shares);
        more.put(fault, share);
        return new StoreFaults(seed, more, retryAfter, slowFor, staleFor, inARowMax);
    }

    /** The same with slow answers that are so late. */
    public StoreFaults slowFor(Duration late) {
        return new StoreFaults(seed, shares, retryAfter, late, staleFor, inARowMax);
    }

    /** The same with listings of up to this age. */
    public StoreFaults staleFor(Duration age) {
        return new StoreFaults(seed, shares, retryAfter, slowFor, age, inARowMax);
    }

    /** The same with at most so many faults in a row. */
    public StoreFaults inARow(int most) {
        return new StoreFaults(seed, shares, retryAfter, slowFor, staleFor, most);
    }
}
