package dev.eider.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Audit;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Mart;
import dev.eider.contract.Mart.Materialized;
import dev.eider.core.Publication;
import dev.eider.core.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requirement's analytics layer: its summary and its view. */
class MartsTest {
    private static final Contract TRANSACTIONS = World.transactions();

    private static final Mart SUMMARY = new Mart(
            "transaction_daily_summary",
            Materialized.TABLE,
            List.of("year", "month", "day", "customer_region"),
            "Transactions by day and region.",
            Map.of("total_amount", "Sum of amount."),
            """
            SELECT
                td.year,
                td.month,
                td.day,
                ad.customer_region,
                COUNT(*) AS txn_count,
                SUM(tf.amount) AS total_amount,
                AVG(tf.processing_duration) AS avg_processing_duration
            FROM transaction_fact tf
            JOIN time_dimension td ON tf.time_id = td.time_id
            JOIN account_dimension ad ON tf.account_id = ad.account_id
            GROUP BY td.year, td.month, td.day, ad.customer_region
            """);

    private static final Mart VIEW =
            new Mart("transaction_view", Materialized.VIEW, List.of(), "Transactions, flat.", Map.of(), """
            SELECT
                tf.transaction_id,
                tf.amount,
                tf.processing_duration,
                tf.status,
                tf.load_timestamp,
                td.year,
                td.month,
                td.day,
                td.weekday,
                ad.masked_account_number,
                ad.account_type,
                ad.customer_region
            FROM transaction_fact tf
            JOIN time_dimension td ON tf.time_id = td.time_id
            JOIN account_dimension ad ON tf.account_id = ad.account_id
            """);

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void stageThreeDays() {
        world = World.in(folder)
                .with(new Marts())
                .with(TRANSACTIONS)
                .with(SUMMARY)
                .with(VIEW);
        for (int day = 1; day <= 3; day++) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String region = i % 2 == 0 ? "EMEA" : "APAC";
                String amount = i == 3 ? "1000.01" : "100.10";
                rows.add(World.transaction(
                        day * 10L + i, "DE00000" + i, region, amount, "2025-04-0" + day + " 12:00:00", day));
            }
            world.stage(TRANSACTIONS, "2025-04-0" + day, "1-1", rows);
        }
    }

    private List<String> published(String query) throws Exception {
        world.load();
        assertThat(world.publish()).isInstanceOf(Publication.Moved.class);
        return world.queryPublished(query);
    }

    @Test
    void answerTheRequirementsIndicatorByRegion() throws Exception {
        List<String> totals = published("""
                SELECT
                    year,
                    customer_region,
                    SUM(total_amount)
                FROM transaction_daily_summary
                WHERE year = 2025
                GROUP BY year, customer_region;
                """);
        assertThat(totals).containsExactlyInAnyOrder("2025|EMEA|600.60", "2025|APAC|3300.33");
    }

    @Test
    void haveEachRowOfTheFactInAView() throws Exception {
        assertThat(published("SELECT count(*), count(DISTINCT transaction_id) FROM transaction_view"))
                .containsExactly("12|12");
    }

    @Test
    void explainThemselvesToTools() throws Exception {
        assertThat(published("SELECT comment FROM duckdb_tables() WHERE table_name = 'transaction_daily_summary'"
                        + " UNION ALL SELECT comment FROM duckdb_views() WHERE view_name = 'transaction_view'"
                        + " UNION ALL SELECT comment FROM duckdb_columns() WHERE column_name = 'total_amount'"
                        + " UNION ALL SELECT comment FROM duckdb_columns()"
                        + " WHERE table_name = 'transaction_view' AND column_name = 'load_timestamp'"))
                .containsExactlyInAnyOrder(
                        "Transactions by day and region.",
                        "Transactions, flat.",
                        "Sum of amount.",
                        "When the row's batch was staged, UTC.");
    }

    @Test
    void areAuditedByTheirGrain() {
        world.with(new Mart("wrong", Materialized.TABLE, List.of("year"), "", Map.of(), SUMMARY.sql()));

        assertThatThrownBy(world::load)
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUDIT_FAILED))
                .hasMessageContaining("audit wrong_grain_unique found 1 values of (year) stand more than once");
    }

    @Test
    void areSeenByTheProjectsAudits() {
        world.with(new Audit(
                "totals_agree",
                Audit.Severity.ERROR,
                "The summary equals the fact.",
                "SELECT 1 FROM (SELECT sum(total_amount) s FROM transaction_daily_summary),"
                        + " (SELECT sum(amount) f FROM transaction_fact) WHERE s IS NOT DISTINCT FROM f"));

        assertThatThrownBy(world::load).hasMessageContaining("audit totals_agree found 1 rows");
    }

    @Test
    void tellWhichMartDoesNotBind() {
        world.with(
                new Mart("broken", Materialized.VIEW, List.of(), "", Map.of(), "SELECT nothing FROM transaction_fact"));

        assertThatThrownBy(world::load)
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageContaining("Invalid mart broken: Binder Error");
    }

    @Test
    void goWhenTheProjectHasThemNoMoreAndMayChangeTheirKind() throws Exception {
        world.load();
        world.withoutMarts()
                .with(new Mart("transaction_view", Materialized.TABLE, List.of(), "", Map.of(), VIEW.sql()));

        assertThat(published("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"
                        + " UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal"))
                .containsExactlyInAnyOrder(
                        "account_dimension", "time_dimension", "transaction_fact", "transaction_view");
    }

    @Test
    void areTriedOnAnEmptyStarBeforeAnyLoad() throws Exception {
        assertThat(world.problems()).isEmpty();
        world.with(new Mart(
                        "broken", Materialized.VIEW, List.of(), "", Map.of(), "SELECT nothing FROM transaction_fact"))
                .with(new Mart("odd", Materialized.TABLE, List.of("hour"), "", Map.of("x", "X."), "SELECT 1 AS one"))
                .with(new Audit("blind", Audit.Severity.WARN, "", "SELECT * FROM nowhere"));

        assertThat(world.problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("Invalid mart broken: Binder Error"),
                        problem -> assertThat(problem).isEqualTo("Invalid mart odd: grain hour is not in its output"),
                        problem -> assertThat(problem).isEqualTo("Invalid mart odd: column x is not in its output"),
                        problem -> assertThat(problem).startsWith("Invalid audit blind: Catalog Error"));
    }
}
