package dev.eider.cli;

import dev.eider.zones.Bucket;
import dev.eider.zones.Nonces;
import dev.eider.zones.Progress;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the program finds around it: all that differs between a terminal and a test.
 *
 * @param variables of the environment
 * @param nonces names of writers
 * @param bucket wraps the project's bucket; the identity outside tests
 * @param progress told how far long steps are, and of commits outside the bucket
 */
public record Surroundings(
        Console console,
        Map<String, String> variables,
        Clock clock,
        Supplier<String> nonces,
        UnaryOperator<Bucket> bucket,
        Progress progress) {
    /** The surroundings of a real run. */
    public static Surroundings of(Console console, Map<String, String> variables, Clock clock) {
        return new Surroundings(
                console, Map.copyOf(variables), clock, Nonces.random(), UnaryOperator.identity(), Progress.NONE);
    }

    /** The same with other variables. */
    Surroundings with(Map<String, String> others) {
        return new Surroundings(console, Map.copyOf(others), clock, nonces, bucket, progress);
    }
}
