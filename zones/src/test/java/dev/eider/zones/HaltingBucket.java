package dev.eider.zones;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bucket that ends the whole process at one of its calls, like a power cut: nothing is flushed, no hook runs. For
 * child processes of kill tests. It counts the calls, so that a first run tells how many there are to halt at.
 */
public final class HaltingBucket extends WatchedBucket {
    /** What a shell reports for a killed process. */
    public static final int EXIT_STATUS = 137;

    /** A call at which nothing halts. */
    public static final int NEVER = 0;

    /** Where in the call the process ends. */
    public enum Moment {
        BEFORE_THE_CALL,
        AFTER_ITS_EFFECT
    }

    private final int haltAt;
    private final Moment moment;
    private final AtomicInteger calls = new AtomicInteger();
    private final ThreadLocal<Integer> ownCall = ThreadLocal.withInitial(() -> NEVER);
    private final List<String> names = new CopyOnWriteArrayList<>();

    /** @param haltAt number of the call, from 1, or {@link #NEVER} */
    public HaltingBucket(Bucket bucket, int haltAt, Moment moment) {
        super(bucket);
        this.haltAt = haltAt;
        this.moment = moment;
    }

    /**
     * The bucket as a child's command line states it: {@code never}, {@code before:17} or {@code after:17}.
     */
    public static HaltingBucket of(Bucket bucket, String when) {
        int colon = when.indexOf(':');
        if (colon < 0) {
            return new HaltingBucket(bucket, NEVER, Moment.BEFORE_THE_CALL);
        }
        String moment = when.substring(0, colon).toLowerCase(Locale.ROOT);
        return new HaltingBucket(
                bucket,
                Integer.parseInt(when.substring(colon + 1)),
                moment.equals("after") ? Moment.AFTER_ITS_EFFECT : Moment.BEFORE_THE_CALL);
    }

    /** Calls so far. */
    public int calls() {
        return calls.get();
    }

    /** The calls so far by name, in their order. */
    public List<String> names() {
        return List.copyOf(names);
    }

    @Override
    protected void before(BucketCall call) {
        names.add(call.toString());
        ownCall.set(calls.incrementAndGet());
        if (ownCall.get() == haltAt && moment == Moment.BEFORE_THE_CALL) {
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }

    @Override
    protected void after(BucketCall call) {
        if (ownCall.get() == haltAt && moment == Moment.AFTER_ITS_EFFECT) {
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }
}
