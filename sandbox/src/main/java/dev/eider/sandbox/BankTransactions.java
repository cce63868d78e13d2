package dev.eider.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bank's transactions one by one, for whoever carries them elsewhere than over the API: the same records, in the
 * order of their time. Not thread-safe.
 */
public final class BankTransactions {
    private final Transactions.Days all;

    private BankTransactions(Transactions transactions) {
        all = transactions.select(Interval.ALL);
    }

    /** The transactions that a server of this configuration serves. */
    public static BankTransactions of(SandboxConfig config) {
        return new BankTransactions(new Transactions(config, new Accounts(config.seed(), config.accounts())));
    }

    /**
     * The same from options of the command line: {@code --seed --from --days --accounts --per-day --dirty --repeats}.
     *
     * @throws IllegalArgumentException for an option that the sandbox does not have, or a bad value
     */
    public static BankTransactions of(List<String> options) {
        try {
            return of(Arguments.parse(options, Map.of()).config());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** How many different records there are. */
    public long size() {
        return all.size();
    }

    /** A record as the API has it: one object of JSON, without a line's end. */
    public byte[] json(long rank) {
        PageBuffer out = new PageBuffer();
        all.render(rank, out);
        return out.toBytes();
    }

    /** The record as it would be if nothing were wrong with it. */
    public byte[] cleanJson(long rank) {
        PageBuffer out = new PageBuffer();
        all.renderClean(rank, out);
        return out.toBytes();
    }

    /** What is wrong with the record. */
    public Optional<Dirty> dirty(long rank) {
        return all.dirty(rank);
    }

    /** True if the API serves the record a second time. */
    public boolean isRepeated(long rank) {
        return all.isRepeated(rank);
    }

    /** What all records together must bring. */
    public DirtyCounts expected() {
        return all.expected();
    }
}
