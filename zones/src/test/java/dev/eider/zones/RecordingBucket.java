package dev.eider.zones;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bucket that keeps the calls made to it, in their order. */
public final class RecordingBucket extends WatchedBucket {
    private final List<BucketCall> calls = new CopyOnWriteArrayList<>();

    public RecordingBucket(Bucket bucket) {
        super(bucket);
    }

    /** The calls so far, those under way included. */
    public List<BucketCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    protected void before(BucketCall call) {
        calls.add(call);
    }

    @Override
    protected void after(BucketCall call) {}
}
