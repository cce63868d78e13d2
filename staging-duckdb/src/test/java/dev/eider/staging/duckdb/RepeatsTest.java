package dev.eider.staging.duckdb;

import static dev.eider.staging.duckdb.Transactions.field;
import static dev.eider.staging.duckdb.Transactions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.Mask;
import dev.eider.zones.Books;
import dev.eider.zones.Hashing;
import dev.eider.zones.Manifest;
import dev.eider.zones.StoredFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of one key in one batch: which of them stays, and what it costs. */
class RepeatsTest {
    private static final int NO_BUFFER = 1;
    private static final int BUFFER = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void leavesFilesAsTheyWereWrittenWhereRepeatsSayNothingNew() throws Exception {
        Contract contract = Transactions.of(field("id", Kind.BIGINT), text("status"))
                .keyedBy("id")
                .contract();
        List<String> written = new ArrayList<>();
        // One thread, so that it is certain what comes first.
        Zones zones = new Zones(folder).with(Zones.limits(1, BUFFER)).with((CleanHook) files -> {
            for (Path file : files) {
                written.add(Hashing.sha256(file));
            }
        });
        // As pages that overlap tell it, within a part and from the end of one to the beginning of the next.
        zones.raw(contract)
                .part(record(1, "A"), record(2, "A"), record(2, "A"), record(3, "A"))
                .part(record(3, "A"), record(4, "A"), record(4, "A"), record(4, "A"))
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(manifest.books()).isEqualTo(new Books(8, 4, 0, 0, 4, 0));
        assertThat(zones.clean(manifest, "SELECT id, _place >> 40, _place & 1099511627775 FROM %s ORDER BY id"))
                .containsExactly("1|0|0", "2|0|1", "3|1|0", "4|1|1");
        assertThat(manifest.outputs(StoredFile.Role.CLEAN))
                .singleElement()
                .satisfies(file -> assertThat(file.sha256()).isEqualTo(written.get(0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {NO_BUFFER, BUFFER})
    void keepsTheLatestAndCountsThoseThatEqualItWhereverTheyStand(int buffer) throws Exception {
        Contract contract = Transactions.of(field("id", Kind.BIGINT), text("status"))
                .keyedBy("id")
                .contract();
        Zones zones = new Zones(folder).with(Zones.limits(2, buffer));
        zones.raw(contract)
                .part(record(1, "new"), record(1, "old"), record(2, "A"), record(2, "B"), record(2, "A"))
                .part(record(1, "old"), record(1, "new"), record(1, "new"))
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT id, status, _place >> 40, _place & 1099511627775 FROM %s ORDER BY id"))
                .containsExactly("1|new|1|1", "2|A|0|2");
        assertThat(manifest.books()).isEqualTo(new Books(8, 2, 0, 3, 3, 0));
        assertThat(zones.errors(manifest))
                .extracting(e -> e.place().toString())
                .containsExactly("part 0, record 1", "part 0, record 3", "part 1, record 0");
    }

    private static String record(int id, String status) {
        return "{\"id\":" + id + ",\"status\":\"" + status + "\"}";
    }

    @ParameterizedTest
    @MethodSource("keys")
    void findsRepeatsOfKeysOfEveryType(Field key, String one, String again, String other) throws Exception {
        Contract contract = Transactions.of(key, field("n", Kind.INTEGER))
                .keyedBy(key.name())
                .contract();
        Zones zones = new Zones(folder);
        zones.raw(contract)
                .part(keyed(one), keyed(other), keyed(again), keyed(one))
                .commit();

        assertThat(zones.stage(contract).books()).isEqualTo(new Books(4, 2, 0, 0, 2, 0));
    }

    private static String keyed(String value) {
        return "{\"k\":" + value + ",\"n\":1}";
    }

    static Stream<Arguments> keys() {
        String prefix = "ž".repeat(200);
        return Stream.of(
                Arguments.of(field("k", Kind.BOOLEAN), "true", "true", "false"),
                Arguments.of(field("k", Kind.INTEGER), "-1", "-1", "1"),
                Arguments.of(field("k", Kind.BIGINT), "4294967296", "4294967296", "8589934592"),
                Arguments.of(Field.of("k", FieldType.decimal(4, 2)), "1.5", "1.50", "15"),
                Arguments.of(Field.of("k", FieldType.decimal(38, 2)), "-1.5", "-1.50", "18446744073709551614.5"),
                Arguments.of(field("k", Kind.DOUBLE), "0.5", "5e-1", "0.25"),
                Arguments.of(text("k"), "\"\"", "\"\"", "\"a\""),
                Arguments.of(text("k"), quoted(prefix + "a"), quoted(prefix + "a"), quoted(prefix + "b")),
                Arguments.of(text("k").masked(Mask.LAST4), "\"A12345678\"", "\"A12345678\"", "\"B12345678\""),
                Arguments.of(field("k", Kind.DATE), "\"2025-04-06\"", "\"2025-04-06\"", "\"2025-04-07\""),
                Arguments.of(field("k", Kind.TIME), "\"01:02:03\"", "\"01:02:03.000\"", "\"01:02:04\""),
                Arguments.of(
                        field("k", Kind.TIMESTAMP),
                        "\"2025-04-06T12:00:00Z\"",
                        "\"2025-04-06T14:00:00+02:00\"",
                        "\"2025-04-06T14:00:00Z\""));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
