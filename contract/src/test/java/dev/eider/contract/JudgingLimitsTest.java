package dev.eider.contract;

import static dev.eider.contract.Contracted.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.eider.contract.FieldType.Kind;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no record, however odd, may do: overflow, hang, fill the heap. */
final class JudgingLimitsTest {
    private final Contracted contracted = Contracted.with(field("a", Kind.JSON), field("n", Kind.BIGINT));

    private String reason(String record) {
        return contracted.judge(record) instanceof Verdict.Rejected rejected
                ? rejected.reasons().stream()
                        .map(r -> r.code().code() + ": " + r.message())
                        .collect(Collectors.joining("; "))
                : "clean";
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"x\":"})
    void acceptsSixtyFourLevelsAndNoMore(String open) {
        String close = open.equals("[") ? "]" : "}";

        assertThat(reason("{\"a\":" + open.repeat(63) + "0" + close.repeat(63) + "}"))
                .isEqualTo("clean");
        assertThat(reason("{\"z\":" + open.repeat(64) + "0" + close.repeat(64) + "}"))
                .isEqualTo("too_deep: nested deeper than 64 at byte " + (5 + 63 * open.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"x\":"})
    void survivesTwoHundredThousandLevels(String open) {
        String close = open.equals("[") ? "]" : "}";

        assertThat(reason("{\"a\":" + open.repeat(200_000) + "0" + close.repeat(200_000) + "}"))
                .startsWith("too_deep: nested deeper than 64");
        assertThat(reason("{\"a\":" + open.repeat(200_000))).startsWith("malformed_json: ");
    }

    @Test
    void boundsNamesNumbersAndRecords() {
        assertThat(reason("{\"" + "x".repeat(1_024) + "\":1}")).isEqualTo("clean");
        assertThat(reason("{\"" + "x".repeat(1_025) + "\":1}"))
                .isEqualTo("too_large: a name longer than 1024 bytes at byte 1");
        assertThat(reason("{\"q\":" + "1".repeat(1_000) + "}")).isEqualTo("clean");
        assertThat(reason("{\"n\":" + "1".repeat(1_001) + "}"))
                .isEqualTo("too_large: a number longer than 1000 characters at byte 5");
        assertThat(reason("{\"n\":\"" + "1".repeat(1_001) + "\"}")).isEqualTo("too_long: longer than 1000 characters");
        assertThat(reason("{\"q\":\"" + "x".repeat(16 << 20) + "\"}"))
                .isEqualTo("too_large: a record of more than 16777216 bytes");
    }

    @Test
    void findsOneDuplicateAmongManyNames() {
        String members =
                IntStream.range(0, 200_000).mapToObj(i -> "\"m" + i + "\":0").collect(Collectors.joining(","));

        assertThat(reason("{" + members + "}")).isEqualTo("clean");
        assertThat(reason("{" + members + ",\"m\\u00377\":1}")).startsWith("duplicate_key: ");
        assertThat(reason("{\"n\":{" + members + ",\"m77\":1}}")).startsWith("duplicate_key: ");
    }

    @Test
    void refusesDuplicatesAtEachDepth() {
        assertThat(reason("{\"n\":1,\"n\":1}")).isEqualTo("duplicate_key: a second member of one name at byte 7");
        assertThat(reason("{\"n\":1,\"\\u006e\":1}")).startsWith("duplicate_key: ");
        assertThat(reason("{\"q\":[{\"b\":{\"c\":1,\"c\":2}}]}")).startsWith("duplicate_key: ");
        assertThat(reason("{\"q\":[{\"c\":1},{\"c\":2,\"d\":{\"c\":3}}],\"c\":{\"q\":1}}"))
                .isEqualTo("clean");
        assertThat(reason("{\"n\":1,\"n\":1")).startsWith("malformed_json: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "c1bf",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "80",
                "c3",
                "e282"
            })
    void refusesBytesThatAreNotUtf8(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        for (String open : List.of("{\"n\":1,\"q\":\"", "{\"a\":\"", "{\"n\":1,\"")) {
            byte[] start = open.getBytes(StandardCharsets.US_ASCII);
            byte[] record = java.util.Arrays.copyOf(start, start.length + bad.length + 12);
            System.arraycopy(bad, 0, record, start.length, bad.length);
            byte[] end =
                    (open.endsWith("1,\"") ? "\":1}         " : "\"}          ").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(end, 0, record, start.length + bad.length, 12);

            assertThat(contracted.judge(record))
                    .as(open)
                    .isInstanceOfSatisfying(
                            Verdict.Rejected.class,
                            rejected -> assertThat(rejected.reasons())
                                    .singleElement()
                                    .satisfies(reason -> {
                                        assertThat(reason.code()).isEqualTo(RejectionCode.MALFORMED_JSON);
                                        assertThat(reason.message()).contains("at byte " + start.length);
                                    }));
        }
    }

    @Test
    void allocatesNothingForCleanRecords() {
        RecordValidator validator = Contracted.with(
                        field("id", Kind.BIGINT),
                        field("account", Kind.STRING).masked(Mask.LAST4),
                        Contracted.decimal("amount", 18, 2),
                        field("at", Kind.TIMESTAMP),
                        field("x", Kind.DOUBLE))
                .keyedBy("id")
                .datedBy("at")
                .in("Europe/London")
                .validator();
        RawRecord record = Contracted.record(
                ("{\"id\":1,\"account\":\"ACC100\",\"amount\":12.5,\"at\":\"2025-04-06T10:00:00\",\"x\":0.5,"
                                + "\"unknown\":[{\"a\":\"b\"}]}")
                        .getBytes(StandardCharsets.UTF_8));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] into = new byte[64];
        judge(validator, record, into, 10_000);

        long before = threads.getCurrentThreadAllocatedBytes();
        int records = 50_000;
        judge(validator, record, into, records);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(records);
    }

    private static void judge(RecordValidator validator, RawRecord record, byte[] into, int times) {
        for (int i = 0; i < times; i++) {
            Verdict.Row row = ((Verdict.Clean) validator.judge(record)).row();
            row.utf8At(1, into, 0);
            row.utf8At(2, into, 0);
        }
    }
}
