package dev.eider.staging.duckdb;

import dev.eider.contract.Quality;
import dev.eider.zones.Books;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The gate of a staged batch: tells why it may not go on. Superseded and duplicate records do not count against it. */
record QualityGate(Quality quality, int datesMax) {
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    /** Every reason to hold the batch, as one text; empty where it passes. */
    Optional<String> heldBecause(Books books, Map<String, Long> rejects, long unknownFields, EventDays days) {
        List<String> reasons = new ArrayList<>();
        BigDecimal allowed = quality.maxRejected().multiply(BigDecimal.valueOf(books.read()));
        if (BigDecimal.valueOf(books.rejected()).compareTo(allowed) > 0) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d records rejected (max_rejected: %s%%): %s",
                    books.rejected(),
                    books.read(),
                    quality.maxRejected().multiply(PERCENT).stripTrailingZeros().toPlainString(),
                    named(rejects)));
        }
        if (books.read() < quality.minRecords()) {
            reasons.add(
                    String.format(Locale.ROOT, "%,d records (min_records: %,d)", books.read(), quality.minRecords()));
        }
        if (quality.maxUnknownFields().isPresent()
                && unknownFields > quality.maxUnknownFields().getAsLong()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%,d members that no field reads (max_unknown_fields: %,d)",
                    unknownFields,
                    quality.maxUnknownFields().getAsLong()));
        }
        if (days.areTooMany()) {
            reasons.add(String.format(Locale.ROOT, "more than %,d event dates (limits: dates_per_batch)", datesMax));
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    private static String named(Map<String, Long> rejects) {
        return rejects.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
