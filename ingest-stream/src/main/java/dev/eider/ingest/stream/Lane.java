package dev.eider.ingest.stream;

import static java.util.Objects.requireNonNull;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.zones.Context;
import dev.eider.zones.FrameWriter;
import dev.eider.zones.RollingWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One dataset's reading of one partition. Owned by the thread that polls. */
final class Lane {
    private final Contract contract;
    private final Context context;
    private final FrameWriter frames;
    private final boolean hasRegistry;
    private ChainOpener.@Nullable Start start;
    private @Nullable OpenRange open;
    private @Nullable OpenRange pending;
    private boolean isBroken;
    private Optional<Unread> unread = Optional.empty();
    private long next;
    private long committed;
    private OptionalInt leaderEpoch = OptionalInt.empty();
    private OptionalLong divergence = OptionalLong.empty();

    Lane(Contract contract, TopicPartition partition, Context context, boolean hasRegistry) {
        this.contract = contract;
        this.context = context;
        this.hasRegistry = hasRegistry;
        String topic = partition.topic();
        this.frames = new FrameWriter(topic, Subscription.captures(contract, topic), partition.partition());
    }

    Contract contract() {
        return contract;
    }

    /** Whether there is somebody to ask for the schemas that records name. */
    boolean hasRegistry() {
        return hasRegistry;
    }

    /** Goes on from a chain's end. */
    void begin(ChainOpener.Start from) {
        start = from;
        next = from.next();
        committed = next;
        leaderEpoch = from.leaderEpoch();
    }

    /** Reads no further; a person decides on what is left, if anything is. */
    void breakOff(Optional<Unread> left) {
        unread = left;
        drop();
        start = null;
        isBroken = true;
    }

    /** Drops what is held and waits for {@link #begin}. */
    void reset() {
        drop();
        start = null;
    }

    /** From there on the log is another one than it has read: drops what is held and waits for {@link #begin}. */
    void diverged(long at) {
        divergence = OptionalLong.of(at);
        reset();
    }

    /** Where it diverged, told once. */
    OptionalLong takeDivergence() {
        OptionalLong at = divergence;
        divergence = OptionalLong.empty();
        return at;
    }

    boolean isDiverged() {
        return divergence.isPresent();
    }

    private void drop() {
        if (open != null) {
            open.drop();
            open = null;
        }
    }

    boolean isReading() {
        return start != null;
    }

    boolean isBroken() {
        return isBroken;
    }

    /** What waits for a person. */
    Optional<Unread> unread() {
        return unread;
    }

    /** The log is readable up to there. */
    void readable(long end) {
        unread = unread.map(left -> left.upTo(end));
    }

    boolean isOpening() {
        return start == null && !isBroken;
    }

    /** The first offset that it has not taken. */
    long next() {
        return next;
    }

    /** The end of its last range that stands. */
    long committed() {
        return committed;
    }

    /** Of what it has read last: before {@link #next} the log has none of a later leader, unless it diverged. */
    OptionalInt leaderEpoch() {
        return leaderEpoch;
    }

    /**
     * Takes records in the order of their offsets, without those that it has; how many it took. One that it should have,
     * and cannot since it is of a later leader, ends it: {@link #isDiverged}.
     */
    long take(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, RollingWriter.Share share) throws EiderException {
        long taken = 0;
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
            if (record.offset() >= next) {
                range().append(record, share);
                next = record.offset() + 1;
                taken++;
            } else if (record.leaderEpoch().orElse(0) > leaderEpoch.orElse(Integer.MAX_VALUE)) {
                diverged(record.offset());
                break;
            }
        }
        return taken;
    }

    /** Takes it that no offset before this one is a record any more. */
    void advance(long position, OptionalInt epoch) {
        if (position > next || (position == next && open != null)) {
            range().advance(position, epoch);
            next = position;
            leaderEpoch = epoch;
        }
    }

    private OpenRange range() {
        OpenRange range = open;
        if (range == null) {
            range = new OpenRange(this, requireNonNull(start), next, context, frames);
            open = range;
        }
        return range;
    }

    @Nullable OpenRange open() {
        return open;
    }

    /** Whether records of it are being written to scratch. */
    boolean isWriting() {
        return open != null && open.isWriting();
    }

    boolean isCommitting() {
        return pending != null;
    }

    /** Whether nothing of it is uncommitted. */
    boolean isIdle() {
        return pending == null && (open == null || open.isEmpty());
    }

    long heldBytes() {
        return (open == null ? 0 : open.bytes()) + (pending == null ? 0 : pending.bytes());
    }

    /** Hands the open range out to be committed; the next record begins another. */
    OpenRange handOut() {
        OpenRange range = requireNonNull(open);
        open = null;
        pending = range;
        return range;
    }

    /** What was handed out stands. */
    void stands(long end) {
        pending = null;
        committed = end;
    }

    /** What was handed out does not. */
    void lost() {
        pending = null;
    }
}
