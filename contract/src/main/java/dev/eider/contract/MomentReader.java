package dev.eider.contract;

import dev.eider.contract.judge.DatePicture;
import dev.eider.contract.judge.DateTimes;
import dev.eider.contract.judge.ZoneOffsets;

/**
 * Reads dates, times and timestamps: in the first of the field's pictures that fits, or in ISO 8601 where it has none;
 * timestamps without an offset by the contract's zone, where of two instants the earlier is meant. Not thread-safe.
 */
final class MomentReader {
    private final DateTimes dateTimes = new DateTimes();
    private final ZoneOffsets offsets;
    private final byte[] iso = new byte[DatePicture.ISO_LENGTH_MAX];
    private long value;

    MomentReader(ZoneOffsets offsets) {
        this.offsets = offsets;
    }

    /** What was read last, as {@link Verdict.Row#longAt} has it. */
    long value() {
        return value;
    }

    /** Whether the text is such a moment, and one that clocks showed. */
    boolean read(FieldRule rule, byte[] bytes, int start, int to) {
        if (rule.pictures.isEmpty()) {
            return readIso(rule, bytes, start, to);
        }
        for (DatePicture picture : rule.pictures) {
            int length = picture.rewrite(bytes, start, to, iso);
            if (length >= 0 && readIso(rule, iso, 0, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean readIso(FieldRule rule, byte[] bytes, int start, int to) {
        return switch (rule.kind) {
            case DATE -> {
                boolean isDate = dateTimes.readDate(bytes, start, to);
                value = dateTimes.day();
                yield isDate;
            }
            case TIME -> {
                boolean isTime = dateTimes.readTime(bytes, start, to);
                value = dateTimes.microsOfDay();
                yield isTime;
            }
            default -> dateTimes.readTimestamp(bytes, start, to) && toUtc();
        };
    }

    private boolean toUtc() {
        long local = (long) dateTimes.day() * DateTimes.DAY_SECONDS + dateTimes.microsOfDay() / DateTimes.SECOND;
        int offset = dateTimes.hasOffset() ? dateTimes.offsetSeconds() : offsets.ofLocal(local);
        value = (local - offset) * DateTimes.SECOND + dateTimes.microsOfDay() % DateTimes.SECOND;
        return offset != ZoneOffsets.SKIPPED;
    }
}
