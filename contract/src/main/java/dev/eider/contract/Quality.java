package dev.eider.contract;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * The gate that a staged batch must pass.
 *
 * @param maxRejected greatest share of rejected among read records, 0 to 1
 * @param minRecords fewest records read
 * @param maxUnknownFields most members that no field reads
 */
public record Quality(BigDecimal maxRejected, long minRecords, OptionalLong maxUnknownFields) {
    /** Nothing may be rejected, nothing need arrive. */
    public static final Quality DEFAULT = new Quality(BigDecimal.ZERO, 0, OptionalLong.empty());
}
