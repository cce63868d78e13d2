package dev.eider.zones;

/** The bucket in memory keeps the contract of buckets. */
final class MemoryBucketTest extends BucketContract {
    private final Bucket bucket = Buckets.memory();

    @Override
    protected Bucket bucket() {
        return bucket;
    }
}
