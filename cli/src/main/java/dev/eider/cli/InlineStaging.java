package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.staging.duckdb.Staging;
import dev.eider.staging.duckdb.StagingStep;
import dev.eider.zones.Commit;
import dev.eider.zones.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stages what a stream commits, on a thread of its own: first what is in raw and not staged, then ranges as they come,
 * gathered so that a quiet topic does not make a file a minute. What cannot be staged for now is tried again; a dataset
 * that cannot be staged at all is left, and reading goes on. Now and then it does what a run does for the next ones,
 * since a stream may never end. {@link #committed} and {@link #end} may come from any
 * thread.
 */
final class InlineStaging implements AutoCloseable {
    private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofMinutes(1);
    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(1);
    private static final Duration UPKEEP_EVERY = Duration.ofHours(1);

    private final Session session;
    private final Map<DatasetName, Lane> lanes = new TreeMap<>();
    private final Upkeep upkeep;
    private final Gathering gathering;
    private final Consumer<Outcome> listener;
    private final Thread thread;
    private Instant upkeepFrom;
    private boolean isOver;
    private boolean isStopping;
    private long stagings;
    private long held;

    /**
     * How long ranges wait to be staged together.
     *
     * @param ageMax since the first of them was committed
     * @param bytesMax of them all, as stored
     */
    record Gathering(Duration ageMax, long bytesMax) {
        /** Ranges of a stream that nobody waits for. */
        static final Gathering CALM = new Gathering(Duration.ofMinutes(5), 32L << 20);

        /** Each as soon as it is committed. */
        static final Gathering AT_ONCE = new Gathering(Duration.ZERO, 0);
    }

    /** A dataset's ranges that wait. */
    private static final class Lane {
        private final Contract contract;
        private final Staging staging;
        private List<Manifest> waiting = new ArrayList<>();
        private long bytes;

        /** From when on it is staged. */
        private Instant from;

        /** Whether there may be more than what waits here. */
        private boolean isToBeLookedAt = true;

        private Duration retry = RETRY_FIRST;
        private boolean isLastTry;
        private @Nullable EiderException failure;

        Lane(Contract contract, Staging staging, Instant now) {
            this.contract = contract;
            this.staging = staging;
            from = now;
        }

        boolean isDue(Instant now, Gathering gathering, boolean isLast) {
            boolean hasWork = isToBeLookedAt || !waiting.isEmpty();
            return failure == null && hasWork && (isLast || !now.isBefore(from) || bytes > gathering.bytesMax());
        }
    }

    /** @param listener told of each staging, on the thread that stages */
    InlineStaging(
            Session session, Upkeep upkeep, List<Contract> contracts, Gathering gathering, Consumer<Outcome> listener) {
        this.session = session;
        this.upkeep = upkeep;
        upkeepFrom = now().plus(UPKEEP_EVERY);
        this.gathering = gathering;
        this.listener = listener;
        for (Contract contract : contracts) {
            if (contract.source().topic().isPresent()) {
                Staging staging = Judges.of(session, contract);
                lanes.put(contract.dataset(), new Lane(contract, staging, now()));
            }
        }
        thread = new Thread(this::work, "eider-stage");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes a range that stands. */
    synchronized void committed(Manifest raw) {
        Lane lane = lanes.get(raw.revision().batch().dataset());
        if (lane == null || lane.failure != null) {
            return;
        }
        if (lane.waiting.isEmpty() && !lane.isToBeLookedAt) {
            lane.from = now().plus(gathering.ageMax());
        }
        if (!lane.isToBeLookedAt) {
            lane.waiting.add(raw);
        }
        lane.bytes += raw.outputs().stream().mapToLong(file -> file.bytes()).sum();
        notifyAll();
    }

    /** How many stagings this one committed; grows when there is something new to load. */
    synchronized long stagings() {
        return stagings;
    }

    /** Waits until there are more stagings than that, or until then, or until there are no more ranges to come. */
    synchronized void await(long than, Instant until) throws InterruptedException {
        long left = Duration.between(now(), until).toMillis();
        while (stagings <= than && !isOver && left > 0) {
            wait(left);
            left = Duration.between(now(), until).toMillis();
        }
    }

    /** Says that nothing will be committed any more. */
    synchronized void over() {
        isOver = true;
        notifyAll();
    }

    /** Stages what waits, tries what failed for now once more, and ends, as soon as the stop wants it. */
    void end(StreamStop stop) {
        synchronized (this) {
            isOver = true;
            isStopping = true;
            notifyAll();
        }
        stop.await(thread, session);
    }

    /** Why datasets were left, and that some of what was judged is held. */
    synchronized List<EiderException> failures() {
        List<EiderException> failures = new ArrayList<>();
        lanes.values().forEach(lane -> Optional.ofNullable(lane.failure).ifPresent(failures::add));
        if (held > 0) {
            failures.add(new EiderException(
                    ErrorCode.GATE_HELD,
                    "Cannot promote " + Format.count(held, "staging") + " of this run: held by the quality gate",
                    "eider status, then eider errors list"));
        }
        return failures;
    }

    private Instant now() {
        return session.context().clock().instant();
    }

    private void work() {
        try {
            Optional<Lane> lane = next();
            while (lane.isPresent() || !isStopping()) {
                if (lane.isPresent()) {
                    stage(lane.get());
                } else {
                    upkeep.compact();
                }
                lane = next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isStopping() {
        return isStopping;
    }

    /** The next lane that is due; empty at the end, and when something else is. */
    private synchronized Optional<Lane> next() throws InterruptedException {
        while (true) {
            Instant now = now();
            for (Lane lane : lanes.values()) {
                if (lane.isDue(now, gathering, isStopping)) {
                    return Optional.of(lane);
                }
            }
            if (isStopping) {
                return Optional.empty();
            }
            if (!now.isBefore(upkeepFrom)) {
                upkeepFrom = now.plus(UPKEEP_EVERY);
                return Optional.empty();
            }
            wait(LOOK_AT_LEAST_EVERY.toMillis());
        }
    }

    private void stage(Lane lane) {
        List<Manifest> ranges;
        boolean looks;
        synchronized (this) {
            ranges = lane.waiting;
            looks = lane.isToBeLookedAt;
            lane.waiting = new ArrayList<>();
            lane.bytes = 0;
            lane.isToBeLookedAt = false;
        }
        try {
            List<StagingStep> steps = looks ? lane.staging.due(batch -> true) : lane.staging.due(ranges);
            for (StagingStep step : steps) {
                // Batches of an API are the business of eider run.
                if (step.offsets().isPresent()) {
                    run(lane, step);
                }
            }
            lane.retry = RETRY_FIRST;
        } catch (EiderException e) {
            failed(lane, e);
        } catch (RuntimeException | Error e) {
            failed(lane, new EiderException(ErrorCode.INTERNAL, "Cannot stage " + lane.contract.dataset(), null, e));
        }
    }

    private void run(Lane lane, StagingStep step) throws EiderException {
        Instant start = now();
        Commit commit = lane.staging.run(step);
        Outcome outcome =
                new Outcome.Judged(new Step.Stage(lane.contract, step), commit, Duration.between(start, now()));
        listener.accept(outcome);
        synchronized (this) {
            held += outcome.failure().isPresent() ? 1 : 0;
            if (commit instanceof Commit.Already) {
                // Somebody else joined other ranges: what is left of these is found by looking.
                lane.isToBeLookedAt = true;
                lane.from = now();
            }
            stagings++;
            notifyAll();
        }
    }

    /** What passes is tried again from what stands then; what does not is told at the end as well. */
    private synchronized void failed(Lane lane, EiderException failure) {
        ErrorCode.Owner owner = failure.code().owner();
        boolean passes = owner == ErrorCode.Owner.TRANSIENT || owner == ErrorCode.Owner.BUSY;
        if (passes && !lane.isLastTry) {
            // At the end, what others have left before it is staged with it.
            lane.isLastTry = isStopping;
            lane.isToBeLookedAt = true;
            lane.from = now().plus(lane.retry);
            lane.retry = lane.retry.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : lane.retry.multipliedBy(2);
            return;
        }
        lane.failure = failure;
        notifyAll();
    }

    @Override
    public void close() throws EiderException {
        if (thread.isAlive()) {
            return;
        }
        for (Lane lane : lanes.values()) {
            lane.staging.close();
        }
    }
}
