package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType;
import dev.eider.contract.Star;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requirement's tables, column for column. */
class StarTablesTest {
    @TempDir
    Path folder;

    private static final Contract TRANSACTIONS = World.transactions();

    private List<String> columns(World world, String table) {
        return world.query("SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = '"
                + table + "' AND schema_name = 'main' ORDER BY column_index");
    }

    private World loaded() throws Exception {
        World world = World.in(folder).with(TRANSACTIONS);
        world.stage(
                TRANSACTIONS,
                "2025-04-06",
                "1-1",
                List.of(
                        World.transaction(1, "DE001111", "EMEA", "10.25", "2025-04-06 10:00:00", 0),
                        World.transaction(2, "DE002222", "APAC", "2000.00", "2025-04-08 23:59:59", 0),
                        World.transaction(3, null, "APAC", "7.00", "2025-04-08 00:00:00", 0)));
        world.load();
        return world;
    }

    @Test
    void areTheRequirementsTables() throws Exception {
        World world = loaded();

        assertThat(columns(world, "transaction_fact"))
                .containsExactly(
                        "transaction_id|BIGINT|false",
                        "amount|DECIMAL(18,2)|false",
                        "processing_duration|DOUBLE|true",
                        "status|VARCHAR|true",
                        "source_system|VARCHAR|true",
                        "load_timestamp|TIMESTAMP|false",
                        "time_id|INTEGER|true",
                        "account_id|INTEGER|true");
        assertThat(columns(world, "time_dimension"))
                .containsExactly(
                        "time_id|INTEGER|false",
                        "year|INTEGER|false",
                        "quarter|INTEGER|true",
                        "month|INTEGER|false",
                        "day|INTEGER|false",
                        "weekday|VARCHAR|true",
                        "is_weekend|BOOLEAN|true");
        assertThat(columns(world, "account_dimension"))
                .containsExactly(
                        "account_id|INTEGER|false",
                        "masked_account_number|VARCHAR|false",
                        "account_type|VARCHAR|true",
                        "customer_region|VARCHAR|true");
    }

    @Test
    void holdEachRowWithItsMembersAndTheCommitTimeOfItsBatch() throws Exception {
        World world = loaded();

        assertThat(world.query("SELECT * FROM transaction_fact ORDER BY 1"))
                .containsExactly(
                        "1|10.25|1.5|COMPLETED|core|2025-04-30 00:00:00.0|20250406|1",
                        "2|2000.00|1.5|COMPLETED|core|2025-04-30 00:00:00.0|20250408|2",
                        "3|7.00|1.5|COMPLETED|core|2025-04-30 00:00:00.0|20250408|0");
        assertThat(world.query("SELECT * FROM account_dimension ORDER BY 1"))
                .containsExactly("0|unknown|null|null", "1|****1111|CHECKING|EMEA", "2|****2222|CHECKING|APAC");
    }

    @Test
    void haveACalendarWithoutHoles() throws Exception {
        assertThat(loaded().query("SELECT * FROM time_dimension ORDER BY 1"))
                .containsExactly(
                        "20250406|2025|2|4|6|Sunday|true",
                        "20250407|2025|2|4|7|Monday|false",
                        "20250408|2025|2|4|8|Tuesday|false");
    }

    @Test
    void dateAnEventInTheZoneOfItsContract() throws Exception {
        Contract here = World.transactions();
        Contract there = new Contract(
                here.dataset(),
                here.description(),
                here.version(),
                here.fingerprint(),
                ZoneId.of("America/New_York"),
                here.source(),
                here.fields(),
                here.primaryKey(),
                here.eventTime(),
                here.updatedAt(),
                false,
                here.quality(),
                here.star());
        World world = World.in(folder).with(there);
        world.stage(
                there,
                "2025-04-06",
                "1-1",
                List.of(World.transaction(1, "DE001111", "EMEA", "10.25", "2025-04-06 03:59:59", 0)));
        world.load();

        assertThat(world.query("SELECT time_id FROM transaction_fact")).containsExactly("20250405");
    }

    @Test
    void dateARecordWithoutAnEventTimeByItsBatch() throws Exception {
        Contract event = World.contract(
                "event",
                List.of("id"),
                Optional.empty(),
                Optional.of(new Star.Fact("event_fact", Map.of(), List.of(), List.of("what"))),
                Field.of("id", FieldType.of(FieldType.Kind.INTEGER)).require(),
                Field.of("what", FieldType.of(FieldType.Kind.JSON)));
        World world = World.in(folder).with(event);
        world.stage(event, "2025-04-06", "1-1", List.of("(1, '{}', 1, 1)"));
        world.load();

        assertThat(world.query("SELECT id, what, time_id FROM event_fact")).containsExactly("1|{}|20250406");
    }
}
