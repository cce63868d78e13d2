package dev.eider.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.FieldPath;
import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageSplitterTest {
    private static final FieldPath ROOT = FieldPath.of();
    private static final FieldPath DATA = FieldPath.of("data");

    @TempDir
    Path scratch;

    @Test
    void givesEachRecordItsOwnLine() throws Exception {
        assertThat(lines(DATA, "{\"data\":[{\"a\":1},{\"b\":[2,{}]},\"c\",4,null],\"next\":null}"))
                .containsExactly("{\"a\":1}", "{\"b\":[2,{}]}", "\"c\"", "4", "null");
    }

    @Test
    void dropsOnlyLineBreaksBetweenTokens() throws Exception {
        assertThat(lines(ROOT, " [ {\r\n  \"a\" :\t\"x\\n [y] {z} \\\" \\\\\"\n} ,\n 1.50 ] \n"))
                .containsExactly("{  \"a\" :\t\"x\\n [y] {z} \\\" \\\\\"}", "1.50");
    }

    @Test
    void keepsTheEnvelopeWithoutTheRecords() throws Exception {
        PageSplitter.Split split =
                split(FieldPath.of("a", "b"), "{\"x\":[1],\"a\":{\"b\":[{\"c\":[]}, 2],\"total\":7},\"next\":\"p2\"}");

        assertThat(split.envelope().text()).isEqualTo("{\"x\":[1],\"a\":{\"b\":[],\"total\":7},\"next\":\"p2\"}");
        assertThat(split.records()).isEqualTo(2);
        assertThat(split.envelope().textAt(FieldPath.of("next"))).contains("p2");
        assertThat(split.envelope().countAt(FieldPath.of("a", "total"))).isEqualTo(OptionalLong.of(7));
        assertThat(split.envelope().textAt(FieldPath.of("a", "none"))).isEmpty();
    }

    @Test
    void findsRecordsUnderANameWrittenWithEscapes() throws Exception {
        assertThat(lines(DATA, "{\"d\\u0061ta\":[1]}")).containsExactly("1");
    }

    @Test
    void takesNullForNoRecords() throws Exception {
        assertThat(lines(DATA, "{\"data\":null}")).isEmpty();
    }

    @Test
    void passesAByteOrderMark() throws Exception {
        assertThat(lines(ROOT, "\uFEFF[1]")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$ | `` | malformed JSON at byte 0: an empty body",
                "$ | [1 | malformed JSON at byte 2: it ends early",
                "$ | [{\"a\":1} | malformed JSON at byte 8: it ends early",
                "$ | [{\"a\":1 | malformed JSON at byte 7: it ends early",
                "$ | [\"a | malformed JSON at byte 3: it ends early",
                "$ | [1,] | malformed JSON at byte 3: no record where one must stand",
                "$ | [,1] | malformed JSON at byte 1: no record where one must stand",
                "$ | [1 2] | malformed JSON at byte 3: no comma between records",
                "$ | [1\"a\"] | malformed JSON at byte 2: something that is no value",
                "$ | [1]x | malformed JSON at byte 3: something after the end",
                "$ | [{\"a\":1]},{}] | malformed JSON at byte 7: a closing bracket of the wrong kind",
                "$ | [1}] | malformed JSON at byte 2: something that is no value",
                "data | {\"data\":[],\"a\":tru} | malformed JSON around the records, at character 15 of the body without them",
                "data | {data:[]} | malformed JSON at byte 1: no name where one must stand",
                "data | {\"data\" [] | malformed JSON at byte 8: no ':' where one must stand",
                "data | {\"data\":[] \"b\":1} | malformed JSON at byte 11: no ',' where one must stand",
                "data | <html></html> | malformed JSON at byte 0: markup where JSON must stand",
            })
    void refusesAMalformedPageWithItsPlace(String selector, String body, String message) {
        assertBad(selector.equals("$") ? ROOT : DATA, body, RejectionCode.MALFORMED_JSON, message);
    }

    @Test
    void refusesALineBreakInAString() {
        assertBad(
                ROOT,
                "[{\"a\":\"b\nc\"}]",
                RejectionCode.MALFORMED_JSON,
                "malformed JSON at byte 8: a line break in a string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"$ | {\"a\":1}", "$ | 7", "$ | null", "data | {\"a\":1}", "data | {\"data\":{}}", "data | [1]"})
    void refusesABodyWithoutRecords(String selector, String body) {
        String path = selector.equals("$") ? "$" : "$.data";
        assertBad(selector.equals("$") ? ROOT : DATA, body, RejectionCode.NO_RECORDS, "no array of records at " + path);
    }

    @Test
    void refusesTwoListsOfRecords() {
        assertBad(
                DATA,
                "{\"data\":[1],\"data\":[2]}",
                RejectionCode.DUPLICATE_KEY,
                "a name that occurs twice around the records, at character 17 of the body without them");
    }

    @Test
    void refusesAnEnvelopeBeyondItsLimit() {
        String body = "{\"x\":\"" + "y".repeat(Limits.defaults().envelopeBytesMax()) + "\",\"data\":[]}";

        assertBad(DATA, body, RejectionCode.TOO_LARGE, "more than 1048576 bytes around the records");
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertBad(
                ROOT,
                "[" + "[".repeat(100_000),
                RejectionCode.TOO_DEEP,
                "more than 1024 levels of nesting at byte 1025");
    }

    /** Whatever the blocks are cut like, and whatever stands at their edges, nothing is lost or changed. */
    @Test
    void splitsPagesOfAnyShapeLikeAParserDoes() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> records = new ArrayList<>();
            StringBuilder body = new StringBuilder("{\"data\":[");
            int count = random.nextInt(200);
            for (int i = 0; i < count; i++) {
                String written = RandomJson.record(random);
                records.add(written.replace("\n", ""));
                body.append(i > 0 ? random.nextBoolean() ? "," : " ,\n" : "").append(written);
            }
            body.append("]}");
            Spool spool = new Spool(scratch, 1 + random.nextInt(1 << 15));
            InputStream choppy = new ChoppyStream(body.toString().getBytes(StandardCharsets.UTF_8), random);

            PageSplitter.Split split = new PageSplitter(DATA, Limits.defaults()).split(choppy, spool);

            assertThat(read(spool)).as("seed %d", seed).isEqualTo(records);
            assertThat(split.records()).as("seed %d", seed).isEqualTo(records.size());
            spool.close();
        }
    }

    private void assertBad(FieldPath selector, String body, RejectionCode code, String message) {
        assertThatThrownBy(() -> split(selector, body))
                .hasMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(BadPageException.class))
                .extracting(BadPageException::code)
                .isEqualTo(code);
    }

    private PageSplitter.Split split(FieldPath selector, String body) throws Exception {
        try (Spool spool = new Spool(scratch)) {
            return new PageSplitter(selector, Limits.defaults()).split(bytes(body), spool);
        }
    }

    private List<String> lines(FieldPath selector, String body) throws Exception {
        try (Spool spool = new Spool(scratch)) {
            new PageSplitter(selector, Limits.defaults()).split(bytes(body), spool);
            return read(spool);
        }
    }

    private static InputStream bytes(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(Spool spool) throws IOException {
        try (InputStream in = spool.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
