package dev.eider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    @TempDir
    private Path folder;

    @Test
    void cellsAreServedExactlyAsInTheFile() throws IOException {
        Path file = write("a.csv", "id,\"na\"\"me\",note\r\n007,\"a,b\"\"c\",\"two\nlines\"\r\n\r\n1.50, x ,\\\t\r\n");
        assertThat(data(DatasetFile.of("a", file)))
                .isEqualTo("[{\"id\":\"007\",\"na\\\"me\":\"a,b\\\"c\",\"note\":\"two\\u000alines\"},"
                        + "{\"id\":\"1.50\",\"na\\\"me\":\" x \",\"note\":\"\\\\\\u0009\"}]");
    }

    @Test
    void numbersKeepTheirDigits() throws IOException {
        Path file = write("a.csv", "x;y\n1.50;2\n90071992547409931234.10;\n007;?\n-0;1e5\n");
        assertThat(data(DatasetFile.of("a", file).delimiter(';').numbers("x", "y")))
                .isEqualTo("[{\"x\":1.50,\"y\":2},{\"x\":90071992547409931234.10,\"y\":null},"
                        + "{\"x\":\"007\",\"y\":\"?\"},{\"x\":-0,\"y\":1e5}]");
    }

    @Test
    void aCutLastRecordHasTheColumnsThatItHasAndIsNeverRepeated() throws IOException {
        Path file = write("a.csv", "\"id\";\"type\";\"amount\"\r\n1;\"CREDIT\";5\r\n2;\"CRE");
        SandboxConfig config = SandboxConfig.builder()
                .file(DatasetFile.of("a", file).delimiter(';'))
                .repeats(1)
                .build();
        try (SandboxServer server = SandboxServer.start(config)) {
            String good = "{\"id\":\"1\",\"type\":\"CREDIT\",\"amount\":\"5\"}";
            assertThat(new RawClient(server.baseUrl()).get("/a").body())
                    .startsWith("{\"data\":[" + good + ",{\"id\":\"2\",\"type\":\"CRE\"}," + good
                            + "],\"meta\":{\"total\":3,");
            assertThat(server.expected("a")).isEqualTo(new DirtyCounts(2, Map.of(), 1));
        }
    }

    @Test
    void wideHeaderlessAndUnnamedColumnsHaveNames() throws IOException {
        assertThat(data(DatasetFile.of("a", write("a.csv", "1,2,3\n")).columns("x", "y")))
                .isEqualTo("[{\"x\":\"1\",\"y\":\"2\",\"column_3\":\"3\"}]");
        assertThat(data(DatasetFile.of("a", write("b.csv", "n,,n\n1,2,3\n"))))
                .isEqualTo("[{\"n\":\"1\",\"column_2\":\"2\",\"n_3\":\"3\"}]");
        assertThat(data(DatasetFile.of("a", write("c.csv", "")))).isEqualTo("[]");
        assertThat(data(DatasetFile.of("a", write("d.csv", "\uFEFFid\nä\n")))).isEqualTo("[{\"id\":\"ä\"}]");
    }

    @Test
    void otherEncodingsBecomeUtf8() throws IOException {
        Charset cp1252 = Charset.forName("windows-1252");
        Path file = folder.resolve("a.csv");
        Files.write(file, "Net Amount £\n3 €\n".getBytes(cp1252));
        assertThat(data(DatasetFile.of("a", file).charset(cp1252))).isEqualTo("[{\"Net Amount £\":\"3 €\"}]");
    }

    @Test
    void linesOfNdjsonAreServedVerbatimAlsoWhenTheyAreBroken() throws IOException {
        Path file = folder.resolve("a.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"a\": 1.10 }\r\n\n{\"a\":\n  \n{\"b\":2}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(data(DatasetFile.of("a", file))).isEqualTo("[{\"a\": 1.10 },{\"a\":,{\"b\":2}]");
    }

    @Test
    void intervalsGoByTheDateColumnAndLoseNoRecord() throws IOException {
        Path csv = write("a.csv", "id,d\n1,930101\n2,931231\n3,never\n4\n5,940101\n");
        DatasetFile dated = DatasetFile.of("a", csv).date("d", "%y%m%d");
        assertThat(ids(dated, "from=1993-01-01&to=1994-01-01")).containsExactly("1", "2", "3", "4");
        assertThat(ids(dated, "from=1994-01-01")).containsExactly("5");
        assertThat(ids(dated, "to=1993-01-01")).isEmpty();
        Path lines = write(
                "b.ndjson",
                "{\"x\":{\"at\":\"2030-01-01\"},\"id\":\"1\",\"at\" : \"2025-01-06T10:00:00Z\"}\n"
                        + "{\"id\":\"2\",\"s\":\"at\\\"\",\"at\":\"2025-01-06T12:00:00+01:00\"}\n{\"id\":\"3\",\"at\":\"2025-01-07\"}\n");
        DatasetFile byLine = DatasetFile.of("a", lines).date("at");
        assertThat(ids(byLine, "from=2025-01-06T10:30:00Z&to=2025-01-07")).containsExactly("2");
        assertThat(ids(byLine, "from=2025-01-06&to=2025-01-06T11:00:00Z")).containsExactly("1");
        assertThat(ids(byLine, "from=2025-01-07")).containsExactly("3");
    }

    @Test
    void aFileWithoutDatesRefusesIntervals() throws IOException {
        SandboxConfig config = SandboxConfig.builder()
                .file(DatasetFile.of("a", write("a.csv", "id\n1\n")))
                .build();
        try (SandboxServer server = SandboxServer.start(config)) {
            assertThat(new RawClient(server.baseUrl()).get("/a?from=2025-01-06").status())
                    .isEqualTo(400);
            assertThatThrownBy(() -> server.expected("a", Instant.EPOCH, Instant.parse("2025-01-06T00:00:00Z")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a has no date column");
            assertThatThrownBy(() -> server.expected("b")).hasMessageStartingWith("Dataset not found: b");
        }
    }

    @Test
    void whatIsWrongWithAFileIsSaidAtTheStart() throws IOException {
        Path file = write("a.csv", "id\n1\n");
        assertThatThrownBy(() -> data(DatasetFile.of("a", folder.resolve("absent.csv"))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Dataset file not found: ");
        assertThatThrownBy(() -> data(DatasetFile.of("a", file).numbers("amount")))
                .hasMessageStartingWith("Column not found: amount");
        assertThatThrownBy(() -> data(DatasetFile.of("a", file).date("id", "%Q")))
                .hasMessageStartingWith("Invalid date format: %Q");
        assertThatThrownBy(() -> DatasetFile.of("../a", file)).hasMessageStartingWith("Invalid dataset: ../a");
    }

    /** Real input: the whole of a bank's export, its cut last record included, in pages and in daily intervals. */
    @Test
    void anExportOfARealBankIsServedWhole() throws IOException {
        Path export = Path.of(System.getProperty("eider.shared", "../../shared"), "data/berka-asc/trans.asc");
        if (System.getenv("EIDER_REQUIRE_SHARED") == null) {
            assumeTrue(Files.exists(export), "skipped: the shared data is not here: " + export);
        }
        DatasetFile trans = DatasetFile.of("trans", export)
                .delimiter(';')
                .numbers("amount", "balance")
                .date("date", "%y%m%d");
        try (SandboxServer server = SandboxServer.start(
                SandboxConfig.builder().file(trans).repeats(0.01).build())) {
            assertThat(server.expected("trans").records()).isEqualTo(49_103);
            RawClient client = new RawClient(server.baseUrl());
            assertThat(client.records("/trans"))
                    .hasSize((int) server.expected("trans").read());
            List<JsonNode> last = client.records("/trans?from=1994-03-31&to=1994-04-01");
            assertThat(last.stream()
                            .filter(record -> record.get("amount") == null)
                            .map(JsonNode::toString))
                    .containsExactly(
                            "{\"trans_id\":\"3526882\",\"account_id\":\"11021\",\"date\":\"940331\",\"type\":\"PRIJE\"}");
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static String data(DatasetFile file) throws IOException {
        try (SandboxServer server =
                SandboxServer.start(SandboxConfig.builder().file(file).build())) {
            String latin =
                    new RawClient(server.baseUrl()).get("/" + file.dataset()).body();
            String body = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            return body.substring("{\"data\":".length(), body.indexOf(",\"meta\":{\"total\""));
        }
    }

    private static List<String> ids(DatasetFile file, String interval) throws IOException {
        try (SandboxServer server =
                SandboxServer.start(SandboxConfig.builder().file(file).build())) {
            return new RawClient(server.baseUrl())
                    .records("/a?" + interval).stream()
                            .map(record -> record.get("id").textValue())
                            .toList();
        }
    }
}
