package dev.eider.sandbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One transaction as JSON, good or dirty. Immutable. */
final class TransactionRecord {
    private static final String[] SYSTEMS = {"core-banking", "cards", "mobile", "branch", "wire"};
    private static final double[] SYSTEM_SHARES = {0.30, 0.36, 0.24, 0.06, 0.04};
    private static final double AMOUNT_SIGMA = 1.15;
    private static final long CENTS_MAX = 5_000_000;

    private final long seed;
    private final Accounts accounts;

    TransactionRecord(long seed, Accounts accounts) {
        this.seed = seed;
        this.accounts = accounts;
    }

    int millisOfDay(BankDay day, int index) {
        return day.millisOfDay(index, draws(day, index).unit());
    }

    void render(BankDay day, int index, long id, Optional<Dirty> dirt, PageBuffer out) {
        @Nullable Dirty dirty = dirt.orElse(null);
        Draws draws = draws(day, index);
        int millis = day.millisOfDay(index, draws.unit());
        Region region = day.region(millis, draws.unit());
        int account = accounts.pick(region, draws.unit());
        AccountType type = accounts.type(account);
        double median = type.medianAmount * region.amountFactor;
        long cents = Math.min(CENTS_MAX, Math.max(1, (long) (draws.lognormal(median, AMOUNT_SIGMA) * 100)));
        String status = status(draws.unit());

        out.ascii("{\"transaction_id\":");
        if (dirty == Dirty.NULL_KEY) {
            out.ascii("null");
        } else {
            out.number(id);
        }
        out.ascii(",\"account_number\":");
        accounts.number(account, out);
        amount(cents, dirty, out);
        long duration = (long) draws.lognormal("FAILED".equals(status) ? 2_400 : 350, 0.55);
        out.ascii(",\"processing_duration\":").number(duration / 1000).put('.').padded(duration % 1000, 3);
        status(status, dirty, out);
        out.ascii(",\"source_system\":\"").ascii(system(draws.unit())).put('"');
        timestamp(day, millis, dirty, out);
        out.ascii(",\"customer_region\":\"").ascii(region.name());
        out.ascii("\",\"account_type\":\"").ascii(type.name()).put('"');
        if (dirty == Dirty.UNKNOWN_FIELD) {
            out.ascii(",\"channel_hint\":\"beta\"");
        }
        out.put('}');
    }

    private static void amount(long cents, @Nullable Dirty dirty, PageBuffer out) {
        if (dirty == Dirty.MISSING_REQUIRED) {
            return;
        }
        out.ascii(",\"amount\":");
        if (dirty == Dirty.WRONG_TYPE) {
            out.ascii("\"twelve\"");
            return;
        }
        if (dirty == Dirty.NEGATIVE_AMOUNT) {
            out.put('-');
        } else if (dirty == Dirty.AMOUNT_ABOVE_RANGE) {
            out.ascii("900000000000000");
        }
        out.padded(cents / 100, dirty == Dirty.AMOUNT_ABOVE_RANGE ? 6 : digits(cents / 100));
        out.put('.').padded(cents % 100, 2);
        if (dirty == Dirty.TOO_MANY_DECIMALS) {
            out.ascii("125");
        }
    }

    private static int digits(long value) {
        return Long.toString(value).length();
    }

    private static void status(String status, @Nullable Dirty dirty, PageBuffer out) {
        String text = dirty == Dirty.UNKNOWN_STATUS ? "TELEPORTED" : status;
        out.ascii(",\"status\":\"").ascii(text).put('"');
        if (dirty == Dirty.DUPLICATE_FIELD) {
            out.ascii(",\"status\":\"PENDING\"");
        }
    }

    private static void timestamp(BankDay day, int millis, @Nullable Dirty dirty, PageBuffer out) {
        out.ascii(",\"timestamp\":\"").padded(day.date().getYear(), 4);
        if (dirty == Dirty.INVALID_TIMESTAMP) {
            out.ascii("-02-30T");
        } else {
            out.put('-').padded(day.date().getMonthValue(), 2);
            out.put('-').padded(day.date().getDayOfMonth(), 2).put('T');
        }
        int seconds = millis / 1000;
        out.padded(seconds / 3600, 2)
                .put(':')
                .padded(seconds / 60 % 60, 2)
                .put(':')
                .padded(seconds % 60, 2);
        out.put('.').padded(millis % 1000, 3).ascii("Z\"");
    }

    private static String status(double unit) {
        if (unit < 0.94) {
            return "COMPLETED";
        }
        return unit < 0.98 ? "PENDING" : "FAILED";
    }

    private static String system(double unit) {
        double rest = unit;
        for (int i = 0; i < SYSTEMS.length; i++) {
            rest -= SYSTEM_SHARES[i];
            if (rest < 0) {
                return SYSTEMS[i];
            }
        }
        return SYSTEMS[0];
    }

    private Draws draws(BankDay day, int index) {
        return new Draws(Mix.of(seed, day.date().toEpochDay(), index));
    }
}
