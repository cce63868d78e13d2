package dev.eider.sandbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Shares of the kinds of an enum: one draw decides on at most one kind. Immutable.
 *
 * @param <K> the kinds
 */
final class Rates<K extends Enum<K>> {
    private final Map<K, Double> shares;

    Rates(Class<K> kinds, Map<K, Double> shares) {
        this.shares = new EnumMap<>(kinds);
        this.shares.putAll(shares);
    }

    double total() {
        return shares.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** True if each share is in [0, 1], and their sum too. */
    boolean areShares() {
        return shares.values().stream().allMatch(share -> share >= 0 && share <= 1) && total() <= 1 + 1e-9;
    }

    boolean isEmpty() {
        return total() == 0;
    }

    /** The kind that a hash falls on. */
    Optional<K> pick(long hash) {
        if (shares.isEmpty()) {
            return Optional.empty();
        }
        double rest = Mix.unit(hash);
        for (Map.Entry<K, Double> kind : shares.entrySet()) {
            rest -= kind.getValue();
            if (rest < 0) {
                return Optional.of(kind.getKey());
            }
        }
        return Optional.empty();
    }
}
