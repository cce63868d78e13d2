package dev.eider.zones;

import dev.eider.contract.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A bucket that fails one of the calls of a kind, or, like a full disk, every write after so many bytes. It counts the
 * faults it served: a test whose fault never hit proves nothing.
 */
public final class FaultyBucket extends WatchedBucket {
    /** Where a call fails. */
    public enum When {
        BEFORE_THE_CALL,
        /** The store has done it and the answer is lost. */
        AFTER_ITS_EFFECT
    }

    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Predicate<BucketCall> kind;
    private final int number;
    private final When when;
    private final AtomicLong room;
    private final AtomicInteger calls = new AtomicInteger();
    private final ThreadLocal<Integer> ownCall = ThreadLocal.withInitial(() -> 0);
    private final AtomicInteger faults = new AtomicInteger();

    private FaultyBucket(Bucket bucket, Predicate<BucketCall> kind, int number, When when, long room) {
        super(bucket);
        this.kind = kind;
        this.number = number;
        this.when = when;
        this.room = new AtomicLong(room);
    }

    /**
     * Fails one call.
     *
     * @param kind calls that count
     * @param number of the failing one among them, from 1
     */
    public static FaultyBucket failing(Bucket bucket, Predicate<BucketCall> kind, int number, When when) {
        return new FaultyBucket(bucket, kind, number, when, UNLIMITED);
    }

    /** Takes so many bytes of content and no more. */
    public static FaultyBucket fullAfter(Bucket bucket, long bytes) {
        return new FaultyBucket(bucket, call -> false, 0, When.BEFORE_THE_CALL, bytes);
    }

    /** Faults served. */
    public int faults() {
        return faults.get();
    }

    @Override
    protected void before(BucketCall call) throws BucketException {
        ownCall.set(kind.test(call) ? calls.incrementAndGet() : 0);
        if (isTheOne() && when == When.BEFORE_THE_CALL) {
            throw fault(call);
        }
    }

    @Override
    protected void after(BucketCall call) throws BucketException {
        if (isTheOne() && when == When.AFTER_ITS_EFFECT) {
            throw fault(call);
        }
    }

    private boolean isTheOne() {
        return ownCall.get() > 0 && ownCall.get() == number;
    }

    private BucketException fault(BucketCall call) {
        faults.incrementAndGet();
        String message = "Cannot do " + call + " in " + describe() + ": a fault of the test";
        return when == When.AFTER_ITS_EFFECT
                ? new OutcomeUnknownException(message, null)
                : new BucketException(ErrorCode.STORAGE_UNAVAILABLE, message, "Run the command again", null);
    }

    @Override
    protected Body body(BucketCall call, Body body) {
        return room.get() == UNLIMITED ? body : new Limited(body);
    }

    private final class Limited implements Body {
        private final Body body;

        Limited(Body body) {
            this.body = body;
        }

        @Override
        public long length() throws IOException {
            return body.length();
        }

        @Override
        public InputStream open() throws IOException {
            return new FilterInputStream(body.open()) {
                @Override
                public int read() throws IOException {
                    int b = in.read();
                    use(b < 0 ? 0 : 1);
                    return b;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int count = in.read(buffer, offset, (int) Math.min(length, Math.max(1, room.get())));
                    use(Math.max(0, count));
                    return count;
                }
            };
        }

        private void use(int bytes) throws IOException {
            if (room.addAndGet(-bytes) < 0) {
                faults.incrementAndGet();
                throw new IOException("No space left on device");
            }
        }
    }
}
