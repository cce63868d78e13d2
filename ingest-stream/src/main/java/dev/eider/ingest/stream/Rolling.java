package dev.eider.ingest.stream;

import dev.eider.zones.RollingWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When a range is long enough, or must make room for others. Immutable. */
final class Rolling {
    /** Age at which offsets without records are committed though none has come since. */
    private static final Duration EMPTY_AGE_MAX = Duration.ofMinutes(10);

    /** Records held in scratch, before compression. */
    private static final long HELD_BYTES_MAX = 2L << 30;

    /** Ranges that are written or committed at once: each has buffers of its own. */
    static final int WRITERS_MAX = 32;

    /** Lanes of which each may have a second thread for what it writes. */
    private static final int FEW = 8;

    private final StreamSettings settings;

    Rolling(StreamSettings settings) {
        this.settings = settings;
    }

    boolean isDue(OpenRange range) {
        if (range.records() == 0) {
            return range.ageNanos() > EMPTY_AGE_MAX.toNanos();
        }
        return range.isFull()
                || range.records() >= settings.rangeRecordsMax()
                || range.ageNanos() > settings.rangeAgeMax().toNanos();
    }

    /** Whether no more is taken before something is committed. */
    boolean isFull(long heldBytes) {
        return heldBytes > HELD_BYTES_MAX;
    }

    /** What each lane's range may take. */
    RollingWriter.Share share(List<Lane> all) {
        return all.size() <= FEW ? RollingWriter.Share.FEW : RollingWriter.Share.MANY;
    }

    /** How many more lanes may begin a range. */
    long room(List<Lane> all) {
        return WRITERS_MAX
                - all.stream()
                        .filter(lane -> lane.isWriting() || lane.isCommitting())
                        .count();
    }

    /** The lane whose range is committed so that another may begin one. */
    Optional<Lane> longest(List<Lane> all) {
        return all.stream()
                .filter(lane -> lane.isWriting() && !lane.isCommitting())
                .max(Comparator.comparingLong(Lane::heldBytes));
    }
}
