package dev.eider.sandbox;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything that a {@link SandboxServer} is made of: the bank's size, what goes wrong and how often, files to serve.
 * Immutable; equal configurations serve equal bytes. Made by {@link #builder()}, whose {@code build} reports every
 * problem at once. Holds a secret: it has no useful {@code toString} on purpose.
 */
public final class SandboxConfig {
    /** The most records that a page may have. */
    public static final int PAGE_SIZE_MAX = 100_000;

    /** The most accounts of the bank. */
    public static final int ACCOUNTS_MAX = 1_000_000;

    /** The most days of the bank's life. */
    public static final int DAYS_MAX = 36_600;

    /** The most transactions of an average day. */
    public static final int TRANSACTIONS_PER_DAY_MAX = 2_000_000;

    private final Builder values;

    private SandboxConfig(Builder values) {
        this.values = values;
    }

    /** A builder with the defaults: 2,000 accounts, 90 days from 2025-01-06, about 100,000 transactions, no faults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The configuration of {@link #builder()} as it is. */
    public static SandboxConfig defaults() {
        return builder().build();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    int port() {
        return values.port;
    }

    String bindAddress() {
        return values.bindAddress;
    }

    Optional<String> token() {
        return values.token;
    }

    OptionalLong expiresAfter() {
        return values.expiresAfter;
    }

    long seed() {
        return values.seed;
    }

    LocalDate from() {
        return values.from;
    }

    int days() {
        return values.days;
    }

    int accounts() {
        return values.accounts;
    }

    int transactionsPerDay() {
        return values.transactionsPerDay;
    }

    int pageSize() {
        return values.pageSize;
    }

    Rates<Fault> faults() {
        return new Rates<>(Fault.class, values.faults);
    }

    Rates<Dirty> dirty() {
        return new Rates<>(Dirty.class, values.dirty);
    }

    double repeats() {
        return values.repeats;
    }

    Duration retryAfter() {
        return values.retryAfter;
    }

    Duration slowFor() {
        return values.slowFor;
    }

    List<DatasetFile> files() {
        return List.copyOf(values.files);
    }

    boolean isBadPage(String dataset, long page) {
        return values.badPages.getOrDefault(dataset, Set.of()).contains(page);
    }

    boolean hasBadPages() {
        return !values.badPages.isEmpty();
    }

    boolean isPrerendered() {
        return values.prerendered;
    }

    /** Collects values; not thread-safe. */
    public static final class Builder {
        private int port;
        private String bindAddress = "127.0.0.1";
        private Optional<String> token = Optional.empty();
        private OptionalLong expiresAfter = OptionalLong.empty();
        private long seed = 1;
        private LocalDate from = LocalDate.of(2025, 1, 6);
        private int days = 90;
        private int accounts = 2_000;
        private int transactionsPerDay = 1_100;
        private int pageSize = 1_000;
        private final Map<Fault, Double> faults = new HashMap<>();
        private final Map<Dirty, Double> dirty = new HashMap<>();
        private double repeats;
        private Duration retryAfter = Duration.ofSeconds(1);
        private Duration slowFor = Duration.ofMillis(300);
        private final List<DatasetFile> files = new ArrayList<>();
        private final Map<String, Set<Long>> badPages = new HashMap<>();
        private boolean prerendered;

        private Builder() {}

        private Builder(Builder other) {
            port = other.port;
            bindAddress = other.bindAddress;
            token = other.token;
            expiresAfter = other.expiresAfter;
            seed = other.seed;
            from = other.from;
            days = other.days;
            accounts = other.accounts;
            transactionsPerDay = other.transactionsPerDay;
            pageSize = other.pageSize;
            faults.putAll(other.faults);
            dirty.putAll(other.dirty);
            repeats = other.repeats;
            retryAfter = other.retryAfter;
            slowFor = other.slowFor;
            files.addAll(other.files);
            badPages.putAll(other.badPages);
            prerendered = other.prerendered;
        }

        /** The port; 0, the default, takes a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** The address to listen on; loopback unless stated. */
        public Builder bindAddress(String value) {
            bindAddress = value;
            return this;
        }

        /**
         * The secret that requests must bring: as bearer token, as header {@code X-Api-Key} or as parameter
         * {@code api_key}. Without one no request is refused.
         */
        public Builder token(String value) {
            token = Optional.of(value);
            return this;
        }

        /** Answers 403 after this many authorized requests, as an expired token does; 0 is from the first on. */
        public Builder expiresAfter(long requests) {
            expiresAfter = OptionalLong.of(requests);
            return this;
        }

        /** What all that is generated, faults included, follows from. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** The bank's first day. */
        public Builder from(LocalDate value) {
            from = value;
            return this;
        }

        /** The days of the bank's life; before and after there are no transactions. */
        public Builder days(int value) {
            days = value;
            return this;
        }

        /** The bank's accounts. */
        public Builder accounts(int value) {
            accounts = value;
            return this;
        }

        /** Transactions of an average day at the start; trend, weekday and month's end move it. */
        public Builder transactionsPerDay(int value) {
            transactionsPerDay = value;
            return this;
        }

        /** Records of a page whose request states no size. */
        public Builder pageSize(int value) {
            pageSize = value;
            return this;
        }

        /** This share of requests meets a fault, all kinds alike. */
        public Builder faults(double share) {
            for (Fault fault : Fault.values()) {
                faults.put(fault, share / Fault.values().length);
            }
            return this;
        }

        /** This share of requests meets this fault; 1 lets the first two tries of each URL fail. */
        public Builder fault(Fault fault, double share) {
            faults.put(fault, share);
            return this;
        }

        /** This share of transactions is dirty, all kinds alike. */
        public Builder dirty(double share) {
            for (Dirty kind : Dirty.values()) {
                dirty.put(kind, share / Dirty.values().length);
            }
            return this;
        }

        /** This share of transactions is dirty in this way. */
        public Builder dirty(Dirty kind, double share) {
            dirty.put(kind, share);
            return this;
        }

        /**
         * This share of records is served a second time, byte for byte, at the start of the next page (on the last
         * page at its end), as a list that grows while it is read does. Dirty and cut records are not repeated.
         */
        public Builder repeats(double share) {
            repeats = share;
            return this;
        }

        /** What a 429 asks to wait, in whole seconds. */
        public Builder retryAfter(Duration value) {
            retryAfter = value;
            return this;
        }

        /** How long a slow body takes. */
        public Builder slowFor(Duration value) {
            slowFor = value;
            return this;
        }

        /** One more dataset, from a file; one called {@code transactions} or {@code accounts} hides the generated one. */
        public Builder file(DatasetFile value) {
            files.add(value);
            return this;
        }

        /** Serves HTML in place of this page (base 1) of a dataset, however often it is asked for. */
        public Builder badPage(String dataset, long page) {
            Set<Long> pages = new HashSet<>(badPages.getOrDefault(dataset, Set.of()));
            pages.add(page);
            badPages.put(dataset, Set.copyOf(pages));
            return this;
        }

        /** Keeps each rendered page in memory, those of whole datasets from the start: for benchmarks. */
        public Builder prerendered() {
            prerendered = true;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException with every problem, one a line
         */
        public SandboxConfig build() {
            List<String> problems = new ArrayList<>();
            between(problems, "port", port, 0, 65_535);
            between(problems, "days", days, 1, DAYS_MAX);
            between(problems, "accounts", accounts, Region.values().length, ACCOUNTS_MAX);
            between(problems, "transactions per day", transactionsPerDay, 1, TRANSACTIONS_PER_DAY_MAX);
            between(problems, "page size", pageSize, 1, PAGE_SIZE_MAX);
            if (!new Rates<>(Fault.class, faults).areShares()) {
                problems.add("Invalid faults: " + faults + " (shares in [0, 1], together at most 1)");
            }
            if (!new Rates<>(Dirty.class, dirty).areShares()) {
                problems.add("Invalid dirty records: " + dirty + " (shares in [0, 1], together at most 1)");
            }
            if (!(repeats >= 0 && repeats <= 1)) {
                problems.add("Invalid repeats: " + repeats + " (a share in [0, 1])");
            }
            if (token.isPresent() && token.get().isBlank()) {
                problems.add("Invalid token: blank (leave it out to let everybody in)");
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("\n", problems));
            }
            return new SandboxConfig(new Builder(this));
        }

        private static void between(List<String> problems, String what, long value, long min, long max) {
            if (value < min || value > max) {
                problems.add("Invalid " + what + ": " + value + " (" + min + " to " + max + ")");
            }
        }
    }
}
