package dev.eider.contract.judge;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;

/** One zone's offsets from UTC, remembered by day. Not thread-safe. */
public final class ZoneOffsets {
    /** Says that the zone's clocks never showed that time. */
    public static final int SKIPPED = Integer.MIN_VALUE;

    private static final int REMEMBERED = 1 << 10;
    private static final int NO_DAY = Integer.MIN_VALUE;
    private static final int CHANGES = Integer.MAX_VALUE;

    private final ZoneRules rules;
    private final int[] days = new int[REMEMBERED];
    private final int[] offsets = new int[REMEMBERED];

    public ZoneOffsets(ZoneId zone) {
        rules = zone.getRules();
        Arrays.fill(days, NO_DAY);
    }

    /** Seconds from UTC when clocks show this: of two the earlier instant's; or {@link #SKIPPED}. */
    public int ofLocal(long localSeconds) {
        int known = ofDay((int) Math.floorDiv(localSeconds, DateTimes.DAY_SECONDS));
        if (known != CHANGES) {
            return known;
        }
        List<ZoneOffset> valid = rules.getValidOffsets(LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC));
        return valid.isEmpty() ? SKIPPED : valid.get(0).getTotalSeconds();
    }

    /** Seconds from UTC at an instant. */
    public int ofInstant(long epochSeconds) {
        int known = ofDay((int) Math.floorDiv(epochSeconds, DateTimes.DAY_SECONDS));
        return known != CHANGES
                ? known
                : rules.getOffset(Instant.ofEpochSecond(epochSeconds)).getTotalSeconds();
    }

    private int ofDay(int day) {
        int slot = day & (REMEMBERED - 1);
        if (days[slot] != day) {
            days[slot] = day;
            offsets[slot] = steadyOffset(day);
        }
        return offsets[slot];
    }

    /** The offset where none of the three days around changes it: then local and UTC days need not be told apart. */
    private int steadyOffset(int day) {
        Instant from = Instant.ofEpochSecond((day - 1L) * DateTimes.DAY_SECONDS);
        ZoneOffsetTransition next = rules.nextTransition(from.minusSeconds(1));
        boolean isSteady = next == null || next.toEpochSecond() >= (day + 2L) * DateTimes.DAY_SECONDS;
        return isSteady ? rules.getOffset(from).getTotalSeconds() : CHANGES;
    }
}
