package dev.eider.staging.duckdb;

import static dev.eider.staging.duckdb.Transactions.field;
import static dev.eider.staging.duckdb.Transactions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.Limits;
import dev.eider.contract.Place;
import dev.eider.contract.TestLimits;
import dev.eider.zones.Books;
import dev.eider.zones.Manifest;
import dev.eider.zones.StoredFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of several parts and many chunks: what threads, bounds and sizes must not change. */
class LargeBatchTest {
    private static final long SEED = 20250406;
    private static final int PARTS = 7;
    private static final int ROWS_OF_PART = 5_000;
    private static final int ERROR_BUFFER_BYTES = 1;

    @TempDir
    Path folder;

    @Test
    void keepsTextsAndNullsOverChunks() throws Exception {
        Contract contract = Transactions.of(
                        field("id", Kind.BIGINT), text("words"), text("more"), field("d", Kind.DOUBLE))
                .contract();
        Random random = new Random(SEED);
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < ROWS_OF_PART; i++) {
            String id = random.nextInt(3) == 0 ? null : Long.toString(random.nextLong());
            String words =
                    random.nextInt(3) == 0 ? null : "ä".repeat(random.nextInt(random.nextInt(10) == 0 ? 9_000 : 20));
            String more = random.nextInt(3) == 0 ? null : "m" + random.nextInt(5);
            String d = random.nextInt(3) == 0 ? null : Double.toString(random.nextInt(1_000) / 8.0 + 0.5);
            lines.add("{\"id\":" + id + ",\"words\":" + quoted(words) + ",\"more\":" + quoted(more) + ",\"d\":" + d
                    + "}");
            expected.add(id + "|" + words + "|" + more + "|" + d);
        }
        Zones zones = new Zones(folder);
        zones.raw(contract).part(lines.toArray(String[]::new)).commit();

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT * EXCLUDE (_place, _order) FROM %s ORDER BY _place"))
                .as("seed %d", SEED)
                .isEqualTo(expected);
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    @Test
    void writesTheSameErrorsWhateverTheThreadsAndBuffersAre() throws Exception {
        Contract contract = dirtyContract();
        Zones zones = new Zones(folder);
        RawZone raw = dirty(zones, contract);

        Manifest one = zones.with(Zones.limits(1, 1 << 20)).stage(contract);
        Manifest four = zones.with(Zones.limits(4, 1 << 20)).stageAgain(contract, raw);
        Manifest spilled = zones.with(Zones.limits(4, ERROR_BUFFER_BYTES)).stageAgain(contract, raw);

        assertThat(one.books().rejected()).isGreaterThan(1_000);
        assertThat(one.books().superseded()).isGreaterThan(1_000);
        assertThat(one.books().duplicate()).isGreaterThan(10);
        assertThat(four.books()).isEqualTo(one.books());
        assertThat(four.rejects()).isEqualTo(one.rejects());
        byte[] errors = zones.errorBytes(one);
        assertThat(zones.errorBytes(four)).as("seed %d", SEED).isEqualTo(errors);
        assertThat(zones.errorBytes(spilled)).as("seed %d", SEED).isEqualTo(errors);
        List<Long> places =
                zones.errors(one).stream().map(e -> e.place().packed()).toList();
        assertThat(places).isSorted().doesNotHaveDuplicates();
        String rows = "SELECT * FROM %s ORDER BY _place";
        assertThat(zones.clean(four, rows)).isEqualTo(zones.clean(one, rows));
    }

    @Test
    void keepsTheLatestOfEachKeyAsARankingInJavaWould() throws Exception {
        Contract contract = dirtyContract();
        Zones zones = new Zones(folder);
        dirty(zones, contract);

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT id, _place FROM %s ORDER BY _place"))
                .as("seed %d", SEED)
                .isEqualTo(latest());
        assertThat(manifest.books().read()).isEqualTo((long) PARTS * ROWS_OF_PART);
    }

    @Test
    void takesLosersOutOfABatchOfSeveralFiles() throws Exception {
        Contract contract = Transactions.of(field("id", Kind.BIGINT), text("words"))
                .keyedBy("id")
                .contract();
        Limits small = TestLimits.with(l -> {
            l.threads = 1;
            l.fileBytesMax = 1 << 20;
        });
        Zones zones = new Zones(folder).with(small);
        Random random = new Random(SEED);
        int rows = 300_000;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            int id = i == rows - 1 ? rows - 2 : i;
            lines.append("{\"id\":")
                    .append(id)
                    .append(",\"words\":\"")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\"}\n");
        }
        zones.raw(contract)
                .part(lines.toString().getBytes(StandardCharsets.UTF_8), rows)
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(manifest.outputs(StoredFile.Role.CLEAN)).hasSizeGreaterThan(1);
        assertThat(manifest.books()).isEqualTo(new Books(rows, rows - 1, 0, 1, 0, 0));
        assertThat(zones.clean(manifest, "SELECT count(DISTINCT id) FROM %s"))
                .containsExactly(Integer.toString(rows - 1));
    }

    @Test
    void givesALargeDateAFolderOfItsOwn() throws Exception {
        Contract contract = Transactions.of(field("id", Kind.BIGINT), field("at", Kind.TIMESTAMP))
                .datedBy("at")
                .contract();
        Zones zones = new Zones(folder);
        RawZone raw = zones.raw(contract);
        int large = (int) CleanFiles.ROWS_OF_OWN_FOLDER;
        raw.part(dated(large, "2025-04-06T23:59:59.999999Z"), large);
        raw.part(dated(10, "2025-04-07T00:00:00Z"), 10);
        raw.part(dated(10, "2025-04-05T23:59:59Z"), 10);
        raw.commit();

        Manifest manifest = zones.stage(contract);

        assertThat(manifest.outputs())
                .extracting(f -> f.key().value().split("/")[2] + " " + f.records())
                .containsExactly("2025-04-06 " + large, "mixed 20");
        assertThat(manifest.eventTimes().orElseThrow().dates()).isEqualTo(3);
    }

    private static byte[] dated(int rows, String at) {
        return IntStream.range(0, rows)
                .mapToObj(i -> "{\"id\":" + i + ",\"at\":\"" + at + "\"}\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {ERROR_BUFFER_BYTES, 16 << 20})
    @Tag("slow")
    void ranksWithinItsMemory(int errorBufferBytes) throws Exception {
        Contract contract = dirtyContract();
        Limits tight = TestLimits.with(l -> {
            l.memoryMax = 96L << 20;
            l.threads = 2;
            l.errorBufferBytesMax = errorBufferBytes;
        });
        Zones zones = new Zones(folder).with(tight);
        RawZone raw = zones.raw(contract);
        Random random = new Random(SEED);
        int rows = 400_000;
        for (int part = 0; part < 4; part++) {
            raw.part(dirtyLines(random, rows, 1_000_000), rows);
        }
        raw.commit();

        Manifest manifest = zones.stage(contract);

        assertThat(manifest.books().read()).isEqualTo(4L * rows);
        assertThat(manifest.books().superseded()).isGreaterThan(rows / 2);
    }

    /** Of each id the latest valid record, or the first of its part that says the same; in the order of places. */
    private static List<String> latest() {
        Random random = new Random(SEED);
        Pattern valid = Pattern.compile("\\{\"id\":(\\d+),\"amount\":\\d,.*");
        Map<String, String> latest = new HashMap<>();
        Map<String, Long> first = new HashMap<>();
        for (int part = 0; part < PARTS; part++) {
            String[] lines = new String(dirtyLines(random, ROWS_OF_PART, 20_000), StandardCharsets.UTF_8).split("\n");
            for (int i = 0; i < lines.length; i++) {
                Matcher line = valid.matcher(lines[i]);
                if (line.matches()) {
                    String inPart = part + lines[i];
                    first.putIfAbsent(inPart, new Place.Stored(part, i).packed());
                    latest.put(line.group(1), inPart);
                }
            }
        }
        Map<String, Long> kept = new HashMap<>();
        latest.forEach((id, inPart) -> kept.put(id, first.get(inPart)));
        return kept.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(e -> e.getKey() + "|" + e.getValue())
                .toList();
    }

    private static Contract dirtyContract() {
        return Transactions.of(
                        field("id", Kind.BIGINT),
                        Field.of("amount", FieldType.decimal(18, 2)).require(),
                        text("status"))
                .keyedBy("id")
                .contract();
    }

    private static RawZone dirty(Zones zones, Contract contract) throws Exception {
        Random random = new Random(SEED);
        RawZone raw = zones.raw(contract);
        for (int part = 0; part < PARTS; part++) {
            raw.part(dirtyLines(random, ROWS_OF_PART, 20_000), ROWS_OF_PART);
        }
        return raw.commit();
    }

    /** Clean, rejected, superseded and duplicate records in disorder. */
    private static byte[] dirtyLines(Random random, int rows, int ids) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            int kind = random.nextInt(20);
            lines.append("{\"id\":").append(kind == 0 ? "\"no\"" : Integer.toString(random.nextInt(ids)));
            lines.append(",\"amount\":").append(kind == 1 ? "1.005" : Integer.toString(random.nextInt(9)));
            lines.append(",\"status\":\"")
                    .append(Arrays.asList("A", "B").get(random.nextInt(2)))
                    .append("\"}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
