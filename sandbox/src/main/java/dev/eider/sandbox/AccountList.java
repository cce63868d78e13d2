package dev.eider.sandbox;

import java.time.LocalDate;

/** The accounts as a dataset, in the order of their opening numbers; {@code from} and {@code to} go by {@code opened_on}. */
final class AccountList implements Dataset {
    private static final long DAY_MILLIS = 86_400_000L;

    private final Accounts accounts;
    private final Ranks all;

    AccountList(SandboxConfig config, Accounts accounts) {
        this.accounts = accounts;
        long[] millis = new long[accounts.count()];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = accounts.openedOn(i) * DAY_MILLIS;
        }
        this.all = new Ranks(millis, new Repeats(Mix.of(config.seed(), "accounts"), config.repeats()), this::render);
    }

    @Override
    public Selection select(Interval interval) {
        return all.select(interval);
    }

    private void render(int account, PageBuffer out) {
        out.ascii("{\"account_number\":");
        accounts.number(account, out);
        out.ascii(",\"account_type\":\"").ascii(accounts.type(account).name());
        out.ascii("\",\"customer_region\":\"").ascii(accounts.region(account).name());
        out.ascii("\",\"opened_on\":\"");
        out.ascii(LocalDate.ofEpochDay(accounts.openedOn(account)).toString()).ascii("\"}");
    }
}
