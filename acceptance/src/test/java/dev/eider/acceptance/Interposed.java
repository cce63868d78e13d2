package dev.eider.acceptance;

import dev.eider.zones.Bucket;
import dev.eider.zones.BucketCall;
import dev.eider.zones.WatchedBucket;
import java.util.function.Predicate;

/** A bucket in which somebody else does something right before the first call of a kind. Used by one thread. */
final class Interposed extends WatchedBucket {
    private final Predicate<BucketCall> isHere;
    private final Runnable deed;
    private boolean isDone;

    Interposed(Bucket bucket, Predicate<BucketCall> isHere, Runnable deed) {
        super(bucket);
        this.isHere = isHere;
        this.deed = deed;
    }

    @Override
    protected void before(BucketCall call) {
        if (!isDone && isHere.test(call)) {
            isDone = true;
            deed.run();
        }
    }

    @Override
    protected void after(BucketCall call) {}
}
