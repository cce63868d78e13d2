package dev.eider.sandbox;

/** A short stream of draws for one record. Not thread-safe. */
final class Draws {
    private final long seed;
    private long drawn;

    Draws(long seed) {
        this.seed = seed;
    }

    double unit() {
        return Mix.unit(Mix.of(seed, drawn++));
    }

    /** A standard normal number; by StrictMath, so that every machine serves the same cents. */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return radius * StrictMath.cos(2 * Math.PI * unit());
    }

    double lognormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * normal());
    }
}
