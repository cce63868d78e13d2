package dev.eider.acceptance;

import dev.eider.zones.Bucket;
import dev.eider.zones.HaltingBucket;
import dev.eider.zones.Progress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a process ends: at a call of the bucket or at a commit of the warehouse, counted from 1, before it or after its
 * effect.
 */
record KillPoint(What what, HaltingBucket.Moment moment, int number) {
    /** What is counted. */
    enum What {
        BUCKET_CALL,
        WAREHOUSE_COMMIT
    }

    /** Nothing ends. */
    static final KillPoint NEVER =
            new KillPoint(What.BUCKET_CALL, HaltingBucket.Moment.BEFORE_THE_CALL, HaltingBucket.NEVER);

    static KillPoint beforeCall(int number) {
        return new KillPoint(What.BUCKET_CALL, HaltingBucket.Moment.BEFORE_THE_CALL, number);
    }

    static KillPoint afterCall(int number) {
        return new KillPoint(What.BUCKET_CALL, HaltingBucket.Moment.AFTER_ITS_EFFECT, number);
    }

    static KillPoint beforeCommit(int number) {
        return new KillPoint(What.WAREHOUSE_COMMIT, HaltingBucket.Moment.BEFORE_THE_CALL, number);
    }

    static KillPoint afterCommit(int number) {
        return new KillPoint(What.WAREHOUSE_COMMIT, HaltingBucket.Moment.AFTER_ITS_EFFECT, number);
    }

    /** The point of a text that {@link #toString} made. */
    static KillPoint parse(String text) {
        String[] parts = text.split(":", -1);
        return new KillPoint(
                What.valueOf(parts[0]), HaltingBucket.Moment.valueOf(parts[1]), Integer.parseInt(parts[2]));
    }

    HaltingBucket watch(Bucket bucket) {
        return new HaltingBucket(bucket, what == What.BUCKET_CALL ? number : HaltingBucket.NEVER, moment);
    }

    /** Counts commits into the counter as they are made. */
    Progress watch(AtomicInteger commits) {
        return (told, done, total) -> {
            if (told.equals(Progress.COMMIT)) {
                int commit = done == 0 ? commits.incrementAndGet() : commits.get();
                boolean isHere = (done == 0) == (moment == HaltingBucket.Moment.BEFORE_THE_CALL);
                if (what == What.WAREHOUSE_COMMIT && commit == number && isHere) {
                    Runtime.getRuntime().halt(HaltingBucket.EXIT_STATUS);
                }
            }
        };
    }

    @Override
    public String toString() {
        return what + ":" + moment + ":" + number;
    }
}
