package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.Dirty;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The example's bank, small: a few days, few accounts, a few dirty records. */
final class SmallBank {
    /** All that a reader of the star can see, whatever its surrogate keys. */
    private static final String STAR = "SELECT tf.* EXCLUDE (load_timestamp, time_id, account_id),"
            + " td.* EXCLUDE (time_id), ad.* EXCLUDE (account_id) FROM transaction_fact tf"
            + " JOIN time_dimension td USING (time_id) JOIN account_dimension ad USING (account_id)"
            + " ORDER BY transaction_id";

    private static final String SUMMARY = "SELECT * EXCLUDE (avg_processing_duration),"
            + " round(avg_processing_duration, 6) FROM transaction_daily_summary ORDER BY ALL";

    private SmallBank() {}

    static SandboxConfig.Builder config() {
        return SandboxConfig.builder()
                .accounts(20)
                .days(5)
                .transactionsPerDay(80)
                .pageSize(50)
                .dirty(Dirty.WRONG_TYPE, 0.02)
                .repeats(0.02)
                .token(Trial.TOKEN);
    }

    static SandboxServer start() throws IOException {
        return SandboxServer.start(config().build());
    }

    /** A project that reads it and gives up soon. */
    static Trial project(Path folder, SandboxServer server) throws IOException {
        return Trial.ofExample("bank", folder)
                .replace("eider.yaml", "attempts: 8", "attempts: 2")
                .reading(server.baseUrl());
    }

    /** The days of January from the sixth on, as options. */
    static String[] days(String command, int last) {
        return new String[] {command, "--from", "2025-01-06", "--to", "2025-01-0" + last};
    }

    /** What readers see. */
    static List<List<String>> star(Trial bank) {
        return List.of(bank.published(STAR), bank.published(SUMMARY));
    }

    /** Fails with the rows that differ, and no others. */
    static void assertStar(Trial bank, List<List<String>> expected) {
        List<List<String>> actual = star(bank);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(without(actual.get(i), expected.get(i)))
                    .as("rows too many")
                    .isEmpty();
            assertThat(without(expected.get(i), actual.get(i)))
                    .as("rows missing")
                    .isEmpty();
            assertThat(actual.get(i)).hasSameSizeAs(expected.get(i));
        }
    }

    private static List<String> without(List<String> rows, List<String> others) {
        List<String> rest = new ArrayList<>(rows);
        rest.removeAll(new HashSet<>(others));
        return rest;
    }

    /** A URL that nobody listens at. */
    static URI nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
    }
}
