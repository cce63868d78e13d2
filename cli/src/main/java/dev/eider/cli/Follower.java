package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.ingest.stream.Incident;
import dev.eider.ingest.stream.StreamIngest;
import dev.eider.ingest.stream.StreamListener;
import dev.eider.ingest.stream.StreamReport;
import dev.eider.ingest.stream.StreamSettings;
import dev.eider.metrics.Pushgateway;
import dev.eider.zones.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The whole path of topics in one process: read, staged, loaded and published again and again, each on what the one
 * before has committed. Used once, by one thread.
 */
final class Follower {
    /** Rest after a round, as a share of what it took: readers' freshness is not worth all of a small machine. */
    private static final double REST = 0.5;

    /** Least rest after a round that failed. */
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(30);

    private final Session session;
    private final Duration every;
    private final Consumer<Outcome> listener;
    private final StreamIngest reader;
    private final InlineStaging staging;
    private volatile Optional<EiderException> failure = Optional.empty();
    private volatile boolean isLeft;

    /**
     * @param every least time from one generation to the next
     * @param listener told of each step, by one thread at a time
     */
    Follower(
            Session session,
            Console console,
            List<Contract> contracts,
            StreamSettings settings,
            Duration every,
            Consumer<Outcome> listener) {
        this.session = session;
        this.every = every;
        this.listener = outcome -> tell(listener, outcome);
        staging = new InlineStaging(
                session, new Upkeep(session, console), contracts, InlineStaging.Gathering.AT_ONCE, this.listener);
        reader = new StreamIngest(
                session.project().connections(),
                contracts,
                session.context(),
                session.recorder(),
                settings,
                new StreamListener() {
                    @Override
                    public void committed(Manifest manifest) {
                        staging.committed(manifest);
                    }

                    @Override
                    public void broken(Incident incident) {
                        console.warn(Words.of(incident.failure()));
                    }

                    @Override
                    public void warned(String what) {
                        console.warn(what);
                    }

                    @Override
                    public void waiting(String why) {
                        console.warn(why + "; trying again");
                    }
                });
    }

    private synchronized void tell(Consumer<Outcome> listener, Outcome outcome) {
        // What is left to die may fail for it.
        if (!isLeft) {
            listener.accept(outcome);
        }
    }

    /**
     * Follows until it has what the settings ask for, or is stopped: then what was read is committed, nothing new is
     * loaded or published, and what is under way is left if it takes long. The next one goes on with it.
     *
     * @return what was read, and every failure that did not pass
     */
    Ended run(StreamStop stop) throws EiderException {
        stop.set(reader::stop);
        try (staging) {
            staging.start();
            CompletableFuture<StreamReport> reading = new CompletableFuture<>();
            start("eider-read", () -> read(reading));
            Thread publishing = start("eider-publish", () -> publish(reading, stop));
            isLeft = !stop.await(publishing, session);
            return ended(reading);
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void publish(CompletableFuture<StreamReport> reading, StreamStop stop) {
        try {
            long published = publishUntil(reading, stop);
            staging.end(stop);
            if (staging.stagings() > published || failure.isPresent()) {
                round(stop);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure = Optional.of(new EiderException(ErrorCode.INTERNAL, "Cannot load and publish", null, e));
            reader.stop();
        }
    }

    private void read(CompletableFuture<StreamReport> reading) {
        try {
            reading.complete(reader.run());
        } catch (EiderException | RuntimeException | Error e) {
            reading.completeExceptionally(e);
        } finally {
            staging.over();
        }
    }

    /** Loads and publishes while the reader reads; returns up to which staging. */
    private long publishUntil(CompletableFuture<StreamReport> reading, StreamStop stop) throws InterruptedException {
        // What an earlier run has staged may wait as well.
        long published = -1;
        Instant next = now();
        while (!reading.isDone()) {
            long staged = staging.stagings();
            Instant began = now();
            boolean isDue = staged > published && !began.isBefore(next);
            if (isDue && !stop.isAsked()) {
                boolean isWell = round(stop);
                published = staged;
                Duration took = Duration.between(began, now());
                next = later(began.plus(every), now().plusMillis((long) (took.toMillis() * REST)));
                if (!isWell) {
                    next = later(next, now().plus(REST_AFTER_FAILURE));
                    published = -1;
                }
            } else {
                boolean isResting = staged > published;
                staging.await(isResting ? Long.MAX_VALUE : published, isResting && !isDue ? next : began.plus(every));
            }
        }
        return published;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private Instant now() {
        return session.context().clock().instant();
    }

    /** Whether what is staged is in the generation that readers see. */
    private boolean round(StreamStop stop) {
        if (stop.isAsked()) {
            return false;
        }
        failure = Optional.empty();
        try (Runner runner = new Runner(session, this::heed)) {
            runner.run(new Plan(List.of(new Step.Load())));
            if (failure.isEmpty() && !stop.isAsked()) {
                runner.run(new Plan(List.of(new Step.Publish())));
            }
        } catch (EiderException e) {
            failure = Optional.of(e);
        }
        session.project().pushgateway().ifPresent(address -> new Pushgateway(address).push(session.metrics()));
        return failure.isEmpty();
    }

    private void heed(Outcome outcome) {
        listener.accept(outcome);
        outcome.failure().ifPresent(e -> failure = Optional.of(e));
    }

    /**
     * How a run ended.
     *
     * @param failures what did not pass; none for one that was stopped
     */
    record Ended(StreamReport report, List<EiderException> failures) {
        Ended {
            failures = List.copyOf(failures);
        }
    }

    private Ended ended(CompletableFuture<StreamReport> reading) {
        List<EiderException> failures = new ArrayList<>(staging.failures());
        if (!isLeft) {
            failure.ifPresent(failures::add);
        }
        StreamReport report = StreamReport.EMPTY;
        try {
            report = reading.join();
        } catch (CompletionException e) {
            failures.add(
                    e.getCause() instanceof EiderException known
                            ? known
                            : new EiderException(ErrorCode.INTERNAL, "Cannot read the topics", null, e.getCause()));
        }
        failures.addAll(StreamSummary.failures(report));
        return new Ended(report, failures);
    }
}
