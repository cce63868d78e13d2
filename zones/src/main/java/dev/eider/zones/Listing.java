package dev.eider.zones;

import dev.eider.contract.EiderException;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All keys of a prefix. What is long is asked for by several ranges of dates at once where the store is far away. */
final class Listing {
    /** Names asked for at once. */
    static final int PAGE = 1_000;

    /** A folder is walked anew for each page, so that it gives them all in few. */
    private static final int PAGE_OF_FOLDER = 100_000;

    /** Pages one after the other before it is known to be long. */
    private static final int PAGES_IN_TURN = 2;

    /** Calls under way at once: enough to hide the way there, few enough for every store. */
    static final int CALLS_MAX = 8;

    private static final int RANGES_MAX = 32;
    private static final int MONTH_LENGTH = "2025-04".length();

    private final Bucket bucket;
    private final String prefix;
    private final int page;

    private Listing(Bucket bucket, String prefix, int page) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.page = page;
    }

    /**
     * The keys in their order.
     *
     * @param prefix a folder with its last slash
     * @param until month in which the names of dates end; later ones are found as well, only slower
     */
    static List<ObjectKey> all(Bucket bucket, String prefix, YearMonth until) throws EiderException {
        boolean isHere = bucket.localPath(new ObjectKey(prefix.substring(0, prefix.length() - 1)))
                .isPresent();
        return new Listing(bucket, prefix, isHere ? PAGE_OF_FOLDER : PAGE).all(until);
    }

    private List<ObjectKey> all(YearMonth until) throws EiderException {
        List<ObjectKey> keys = new ArrayList<>();
        String after = "";
        for (int pages = 0; pages < PAGES_IN_TURN; pages++) {
            List<ObjectKey> next = bucket.list(prefix, after, page);
            keys.addAll(next);
            if (next.size() < page) {
                return keys;
            }
            after = keys.get(keys.size() - 1).value();
        }
        for (List<ObjectKey> part : Parallel.map(ranges(after, until), CALLS_MAX, this::range)) {
            keys.addAll(part);
        }
        return keys;
    }

    /** Keys greater than {@code after} and not greater than {@code last}; empty for all that follow. */
    private record Between(String after, Optional<String> last) {}

    private List<Between> ranges(String after, YearMonth until) {
        List<String> bounds = new ArrayList<>(List.of(after));
        Optional<YearMonth> first = month(after);
        if (first.isPresent()) {
            long months = Math.max(0, first.get().until(until, ChronoUnit.MONTHS));
            long step = 1 + months / RANGES_MAX;
            for (long month = step; month <= months; month += step) {
                bounds.add(prefix + first.get().plusMonths(month));
            }
        }
        List<Between> ranges = new ArrayList<>();
        for (int i = 0; i < bounds.size(); i++) {
            Optional<String> last = i + 1 < bounds.size() ? Optional.of(bounds.get(i + 1)) : Optional.empty();
            ranges.add(new Between(bounds.get(i), last));
        }
        return ranges;
    }

    private Optional<YearMonth> month(String key) {
        String name = key.substring(prefix.length());
        try {
            return name.length() < MONTH_LENGTH
                    ? Optional.empty()
                    : Optional.of(YearMonth.parse(name.substring(0, MONTH_LENGTH)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private List<ObjectKey> range(Between range) throws EiderException {
        List<ObjectKey> keys = new ArrayList<>();
        String after = range.after();
        while (true) {
            List<ObjectKey> next = bucket.list(prefix, after, page);
            for (ObjectKey key : next) {
                if (range.last().isPresent()
                        && key.value().compareTo(range.last().get()) > 0) {
                    return keys;
                }
                keys.add(key);
            }
            if (next.size() < page) {
                return keys;
            }
            after = next.get(next.size() - 1).value();
        }
    }
}
