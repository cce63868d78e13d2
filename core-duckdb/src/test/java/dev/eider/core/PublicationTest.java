package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.core.Publication.Held;
import dev.eider.core.Publication.Moved;
import dev.eider.core.Publication.Nothing;
import dev.eider.core.Publication.Overtaken;
import dev.eider.core.Publication.UpToDate;
import dev.eider.zones.Gate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    private static final Contract TRANSACTIONS = World.transactions();
    private static final String IDS = "SELECT transaction_id FROM transaction_fact ORDER BY 1";

    @TempDir
    Path folder;

    private World world() {
        return World.in(folder).with(TRANSACTIONS);
    }

    private static void day(World world, int day) {
        day(world, day, "1-1", "EMEA");
    }

    private static void day(World world, int day, String revision, String region) {
        world.stage(
                TRANSACTIONS,
                "2025-04-0" + day,
                revision,
                List.of(World.transaction(
                        day, "DE00111" + day, region, day + ".00", "2025-04-0" + day + " 01:00:00", day)));
    }

    private Path generation(String name) throws Exception {
        try (Stream<Path> found = Files.list(folder.resolve("bucket/warehouse/generations"))) {
            return found.filter(f -> f.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void showsReadersWhatWasLoadedAndOnlyWhenItIsPublished() throws Exception {
        World world = world();
        assertThat(world.publish()).isInstanceOf(Nothing.class);
        day(world, 1);
        world.load();
        assertThat(world.generations().current()).isEmpty();

        Publication publication = world.publish();

        assertThat(publication).isInstanceOfSatisfying(Moved.class, moved -> {
            assertThat(moved.generation().number()).isEqualTo(1);
            assertThat(moved.generation().rows())
                    .containsEntry("transaction_fact", 1L)
                    .containsEntry("account_dimension", 1L)
                    .containsEntry("time_dimension", 1L);
        });
        assertThat(world.queryPublished(IDS)).containsExactly("1");
        assertThat(world.queryPublished("SELECT current_database()")).containsExactly("warehouse");
        assertThat(world.queryPublished("SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal"))
                .singleElement()
                .asString()
                .startsWith("v1.4.0");
        Path file = generation("000001").resolve("warehouse.duckdb");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r--r--");
    }

    @Test
    void makesNoNewGenerationWhereNothingChanged() throws Exception {
        World world = world();
        day(world, 1);
        world.load();
        world.publish();

        world.load();

        assertThat(world.publish()).isInstanceOf(UpToDate.class);
        assertThat(world.generations().list()).hasSize(1);
    }

    @Test
    void losesNothingWhereTwoLoadersPublishFromOneBase() throws Exception {
        World one = world();
        World other = one.elsewhere("other");
        day(one, 1);
        one.load();
        other.load();
        day(one, 2);
        other.load();

        assertThat(one.publish()).isInstanceOf(Moved.class);
        assertThat(other.publish())
                .isInstanceOfSatisfying(
                        Overtaken.class,
                        overtaken -> assertThat(
                                        overtaken.failure().orElseThrow().code())
                                .isEqualTo(ErrorCode.OVERTAKEN));
        assertThat(one.queryPublished(IDS)).containsExactly("1");

        LoadReport again = other.load();
        assertThat(again.loaded()).hasSize(1);
        assertThat(other.publish()).isInstanceOf(Moved.class);
        assertThat(one.queryPublished(IDS)).containsExactly("1", "2");
    }

    @Test
    void startsOnANewMachineFromTheNewestGenerationWithItsKeys() throws Exception {
        World one = world();
        day(one, 2);
        one.load();
        one.publish();
        day(one, 1);
        World other = one.elsewhere("other");

        LoadReport report = other.load();

        assertThat(report.loaded()).hasSize(1);
        assertThat(other.query("SELECT account_id, masked_account_number FROM account_dimension ORDER BY 1"))
                .containsExactly("1|****1112", "2|****1111");
    }

    @Test
    void holdsPublicationsWhileARollbackPinsThePointer() throws Exception {
        World world = world();
        for (int day = 1; day <= 2; day++) {
            day(world, day);
            world.load();
            world.publish();
        }

        world.generations().pin(1);

        assertThat(world.queryPublished(IDS)).containsExactly("1");
        assertThat(world.generations().list())
                .extracting(e -> e.generation().number(), Generations.Entry::isCurrent, Generations.Entry::isPinned)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, false, false),
                        org.assertj.core.groups.Tuple.tuple(1L, true, true));
        day(world, 3);
        world.load();
        assertThat(world.publish())
                .isInstanceOfSatisfying(
                        Held.class,
                        held -> assertThat(held.failure()
                                        .orElseThrow()
                                        .code()
                                        .owner()
                                        .exitStatus())
                                .isEqualTo(6));
        assertThat(world.queryPublished(IDS)).containsExactly("1");

        world.generations().unpin();
        assertThat(world.publish()).isInstanceOf(Moved.class);
        assertThat(world.queryPublished(IDS)).containsExactly("1", "2", "3");
    }

    @Test
    void showsTheNewestGenerationAgainWhereOnlyARollbackIsLifted() throws Exception {
        World world = world();
        for (int day = 1; day <= 2; day++) {
            day(world, day);
            world.load();
            world.publish();
        }
        world.generations().pin(1);
        world.generations().unpin();

        assertThat(world.publish()).isInstanceOf(Moved.class);
        assertThat(world.queryPublished(IDS)).containsExactly("1", "2");
        assertThat(world.generations().list()).hasSize(2);
    }

    @Test
    void leavesAReaderOfTheOldGenerationItsRows() throws Exception {
        World world = world();
        day(world, 1);
        world.load();
        world.publish();
        Path current =
                folder.resolve("bucket/warehouse/current/warehouse.duckdb").toRealPath();
        try (Session reader = Session.reading(current, Limits.defaults(), folder)) {
            for (int day = 2; day <= 6; day++) {
                day(world, day);
                world.load();
                world.publish();
                assertThat(reader.number("SELECT sum(transaction_id) FROM transaction_fact"))
                        .isEqualTo(1);
            }
            assertThat(current).doesNotExist();
        }
        assertThat(world.queryPublished(IDS)).hasSize(6);
        assertThat(world.generations().list())
                .extracting(e -> e.generation().number())
                .containsExactly(6L, 5L, 4L);
    }

    @Test
    void mendsTheWellKnownNameThatAKilledPublicationLeftBehind() throws Exception {
        World world = world();
        day(world, 1);
        world.load();
        world.publish();
        Files.delete(folder.resolve("bucket/warehouse/current"));

        world.publish();

        assertThat(world.queryPublished(IDS)).containsExactly("1");
    }

    @Test
    void comparesTwoGenerationsRowByRow() throws Exception {
        World world = world();
        day(world, 1);
        day(world, 2);
        world.load();
        world.publish();
        day(world, 1, "2-1", "APAC");
        day(world, 3);
        world.load();
        world.publish();

        GenerationDiff diff = world.generations().diff(1, 2);

        assertThat(diff.tables()).anySatisfy(table -> {
            assertThat(table.table()).isEqualTo("account_dimension");
            assertThat(List.of(table.added(), table.removed(), table.changed())).containsExactly(1L, 0L, 1L);
        });
        assertThat(diff.tables()).anySatisfy(table -> {
            assertThat(table.table()).isEqualTo("transaction_fact");
            assertThat(List.of(table.added(), table.removed(), table.changed())).containsExactly(1L, 0L, 0L);
            assertThat(table.totals().get("amount").before()).isEqualByComparingTo("3.00");
            assertThat(table.totals().get("amount").after()).isEqualByComparingTo("6.00");
        });
        assertThat(world.generations().diff(1, 1).isEmpty()).isTrue();
    }

    @Test
    void holdsNoTokenInThePublishedFile() throws Exception {
        World world = world();
        day(world, 1);
        day(world, 2);
        world.load();
        day(world, 1, "2-1", "APAC");
        world.load();
        world.publish();
        Path file = generation("000001").resolve("warehouse.duckdb");

        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("token-of-");
        List<String> columns = World.query(
                file,
                "SELECT database_name, schema_name, table_name, column_name FROM duckdb_columns()"
                        + " WHERE NOT internal AND data_type LIKE 'VARCHAR%'");
        assertThat(columns).hasSizeGreaterThan(10);
        for (String column : columns) {
            String[] at = column.split("\\|");
            assertThat(World.query(
                            file,
                            "SELECT count(*) FROM " + at[1] + "." + Sql.name(at[2]) + " WHERE " + Sql.name(at[3])
                                    + "::VARCHAR LIKE '%token-of-%'"))
                    .as(column)
                    .containsExactly("0");
        }
        try (Session session = Session.inMemory(Limits.defaults(), folder)) {
            assertThat(session.number("SELECT count(*) FROM read_parquet("
                            + Sql.text(
                                    generation("000001").resolve("keys.parquet").toString())
                            + ") WHERE natural_key LIKE 'token-of-%'"))
                    .isEqualTo(2);
        }
    }

    @Test
    void givesBackTheSpaceOfReplacedRows() throws Exception {
        World world = world();
        String columns = World.transaction(1, "DE001111", "EMEA", "1.00", "2025-04-01 01:00:00", 1);
        String many = "SELECT i::BIGINT AS transaction_id, 't' AS account_number, '*' AS masked_account_number,"
                + " 'a' AS account_type, 'r' AS customer_region, (hash(i) % 1000000)::DECIMAL(18,2) AS amount,"
                + " random() AS processing_duration, uuid()::VARCHAR AS status, 'c' AS source_system,"
                + " TIMESTAMP '2025-04-01 00:00:00' AS \"timestamp\", i::BIGINT AS _place, 1::BIGINT AS _order"
                + " FROM range(300000) t(i)";
        world.stageQuery(TRANSACTIONS, "2025-04-01", "1-1", Gate.PASSED, many, 300_000);
        world.load();
        world.publish();
        world.stage(TRANSACTIONS, "2025-04-01", "2-1", List.of(columns));
        world.load();

        Publication publication = world.publish();

        assertThat(publication)
                .isInstanceOfSatisfying(
                        Moved.class,
                        moved -> assertThat(moved.generation().bytes())
                                .isLessThan(moved.before().orElseThrow().bytes() / 2));
        assertThat(world.queryPublished("SELECT transaction_id FROM transaction_fact"))
                .containsExactly("1");
        assertThat(world.queryPublished("SELECT is_nullable, comment FROM duckdb_columns()"
                        + " WHERE table_name = 'account_dimension' AND column_name = 'account_id'"))
                .containsExactly("false|Surrogate key; 0 is the unknown member.");
        day(world, 2);
        assertThat(world.load().restarted()).isEmpty();
        assertThat(world.publish()).isInstanceOf(Moved.class);
        assertThat(world.queryPublished(IDS)).containsExactly("1", "2");
    }

    @Test
    void worksOnABucketThatIsElsewhere() throws Exception {
        World world = World.inMemory(folder).with(TRANSACTIONS);
        day(world, 1);
        world.load();
        world.publish();
        day(world, 2);
        World other = world.elsewhere("other");

        other.load();

        assertThat(other.publish()).isInstanceOf(Moved.class);
        assertThat(other.query(IDS)).containsExactly("1", "2");
        assertThat(other.generations().diff(1, 2).tables()).isNotEmpty();
        assertThat(folder.resolve("other/scratch")).isEmptyDirectory();
    }

    @Test
    void knowsNoGenerationThatWasNeverPublished() throws Exception {
        World world = world();
        assertThatThrownBy(() -> world.generations().pin(7))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("Generation not found: 7");
    }
}
