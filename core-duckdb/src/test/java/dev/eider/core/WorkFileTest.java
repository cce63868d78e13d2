package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Audit;
import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.zones.StoredFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The working file is a cache; what is wrong with it or with what it reads is told, and loses nothing. */
class WorkFileTest {
    private static final Contract TRANSACTIONS = World.transactions();
    private static final String IDS = "SELECT transaction_id FROM transaction_fact ORDER BY 1";

    @TempDir
    Path folder;

    private World world() {
        return World.in(folder).with(TRANSACTIONS);
    }

    private static StoredFile day(World world, int day) {
        return world.stage(
                        TRANSACTIONS,
                        "2025-04-0" + day,
                        "1-1",
                        List.of(World.transaction(
                                day, "DE00111" + day, "EMEA", day + ".00", "2025-04-0" + day + " 01:00:00", day)))
                .outputs()
                .get(0);
    }

    private static void assertFails(World world, ErrorCode code, String words) {
        assertThatThrownBy(world::load)
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void startsAgainFromTheGenerationWhereItIsUnreadable() throws Exception {
        World world = world();
        day(world, 1);
        world.load();
        world.publish();
        day(world, 2);
        Files.writeString(world.work().resolve("warehouse.work"), "no database");

        LoadReport report = world.load();

        assertThat(report.restarted()).hasValueSatisfying(why -> assertThat(why).contains("unreadable"));
        assertThat(world.query(IDS)).containsExactly("1", "2");
        assertThat(world.work().resolve("warehouse.work.unreadable")).hasContent("no database");
    }

    @Test
    void startsAgainFromTheGenerationWhereOnlyTheLogOfAFileThatIsGoneIsThere() throws Exception {
        World world = world();
        day(world, 1);
        world.load();
        world.publish();
        Path file = world.work().resolve("warehouse.work");
        Files.delete(file);
        Path gone = folder.resolve("gone");
        try (Connection other = DriverManager.getConnection("jdbc:duckdb:" + gone);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT 1 AS a");
            statement.execute("CHECKPOINT");
            statement.execute("INSERT INTO t VALUES (2)");
            Files.copy(folder.resolve("gone.wal"), world.work().resolve("warehouse.work.wal"));
        }
        day(world, 2);

        assertThat(world.load().loaded()).hasSize(1);
        assertThat(world.query("SELECT count(*) FROM transaction_fact")).containsExactly("2");
    }

    @Test
    void loadsAllAgainWhereItIsUnreadableAndNothingIsPublished() throws Exception {
        World world = world();
        day(world, 1);
        world.load();
        Files.writeString(world.work().resolve("warehouse.work"), "no database");

        assertThat(world.load().loaded()).hasSize(1);
        assertThat(world.query(IDS)).containsExactly("1");
    }

    @Test
    void refusesADuckDbFileOfSomebodyElse() throws Exception {
        World world = world();
        Files.createDirectories(world.work());
        try (Session session =
                Session.writing(world.work().resolve("warehouse.work"), Limits.defaults(), folder, "v1.4.0")) {
            session.run("CREATE TABLE precious (x INTEGER)");
        }
        day(world, 1);

        assertFails(world, ErrorCode.NOT_A_WAREHOUSE, "it is a DuckDB file that Eider has not made");
        assertThat(World.query(world.work().resolve("warehouse.work"), "SELECT count(*) FROM precious"))
                .containsExactly("0");
    }

    @Test
    void isHeldByOneLoaderAtATime() throws Exception {
        World world = world();
        day(world, 1);
        try (WorkFolder held = WorkFolder.hold(world.project())) {
            assertThat(held.database()).hasFileName("warehouse.work");
            assertFails(world, ErrorCode.LOADER_BUSY, "another process holds it");
        }
        assertThat(world.load().loaded()).hasSize(1);
    }

    @Test
    void namesAnObjectWhoseBytesAreNotThoseOfItsManifest() throws Exception {
        World world = world();
        StoredFile file = day(world, 1);
        Path object = world.bucket().localPath(file.key()).orElseThrow();
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(object);
        Files.write(object, bytes);

        assertFails(world, ErrorCode.CORRUPT_OBJECT, "Cannot load " + file.key());
        Files.write(object, new byte[3]);
        assertFails(world, ErrorCode.CORRUPT_OBJECT, "it has 3 bytes, its manifest says " + file.bytes());
        Files.delete(object);
        assertFails(world, ErrorCode.CORRUPT_OBJECT, "it is missing");
        assertThat(world.query("SELECT count(*) FROM eider.ledger")).containsExactly("0");
    }

    @Test
    void staysAsItWasWhereAnAuditFindsARow() throws Exception {
        World world = world();
        day(world, 1);
        world.load();
        world.with(new Audit(
                "small_amounts",
                Audit.Severity.ERROR,
                "Amounts are small.",
                "SELECT 1 FROM transaction_fact WHERE amount > 1"));
        day(world, 2);

        assertFails(
                world,
                ErrorCode.AUDIT_FAILED,
                "Cannot load transaction-2025-04-02: audit small_amounts found 1 rows: Amounts are small.");

        assertThat(world.query(IDS)).containsExactly("1");
    }

    @Test
    void reportsAnAuditThatOnlyWarns() throws Exception {
        World world = world();
        world.with(new Audit("few", Audit.Severity.WARN, "Few rows.", "SELECT 1 FROM transaction_fact"));
        day(world, 1);

        assertThat(world.load().warnings()).containsExactly(new LoadReport.Warning("few", "Few rows.", 1));
    }

    @Test
    void refusesCleanRowsThatTheBooksDoNotKnow() throws Exception {
        World world = world();
        world.stageQuery(
                TRANSACTIONS,
                "2025-04-01",
                "1-1",
                dev.eider.zones.Gate.PASSED,
                "SELECT 1::BIGINT AS transaction_id, 't' AS account_number, 'm' AS masked_account_number,"
                        + " 'a' AS account_type, 'r' AS customer_region, 1::DECIMAL(18,2) AS amount,"
                        + " 1.0::DOUBLE AS processing_duration, 's' AS status, 'c' AS source_system,"
                        + " TIMESTAMP '2025-04-01 00:00:00' AS \"timestamp\", 1::BIGINT AS _place, 1::BIGINT AS _order",
                2);

        assertFails(
                world,
                ErrorCode.AUDIT_FAILED,
                "audit transaction_fact_books found 1 rows and 0 outdated ones are not the 2 clean rows");
    }

    @Test
    void refusesARowWithoutARequiredValueAndNamesTheColumn() {
        World world = world();
        world.stage(
                TRANSACTIONS,
                "2025-04-01",
                "1-1",
                List.of(World.transaction(1, "DE001111", "EMEA", "NULL", "2025-04-01 01:00:00", 1)));

        assertFails(
                world, ErrorCode.AUDIT_FAILED, "audit transaction_fact_not_null found a row without a value of amount");
    }

    @Test
    void isMadeAgainWhereTheContractChangedTheStar() throws Exception {
        World world = world();
        day(world, 1);
        world.load();
        world.publish();
        Contract changed = TRANSACTIONS;
        dev.eider.contract.Star.Fact fact =
                (dev.eider.contract.Star.Fact) changed.star().orElseThrow();
        world.with(World.contract(
                "transaction",
                changed.primaryKey(),
                changed.eventTime(),
                java.util.Optional.of(new dev.eider.contract.Star.Fact(
                        fact.table(), fact.dimensions(), List.of("amount"), List.of("status"))),
                changed.fields().toArray(dev.eider.contract.Field[]::new)));

        LoadReport report = world.load();

        assertThat(report.loaded()).hasSize(1);
        assertThat(
                        world.query(
                                "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'transaction_fact' AND schema_name = 'main'"))
                .containsExactly("6");
        assertThat(world.publish()).isInstanceOf(Publication.Moved.class);
    }
}
