package dev.eider.staging.duckdb;

import static dev.eider.staging.duckdb.Transactions.field;
import static dev.eider.staging.duckdb.Transactions.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.contract.Contract;
import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.SharedData;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that other parsers stumbled over, among good records of one raw part. */
class SharedTextsTest {
    private static final Contract CONTRACT =
            Transactions.of(field("id", Kind.BIGINT), text("words")).contract();
    private static final Set<RejectionCode> SHAPE = Set.of(
            RejectionCode.NOT_AN_OBJECT, RejectionCode.DUPLICATE_KEY, RejectionCode.TOO_DEEP, RejectionCode.WRONG_TYPE);

    @TempDir
    Path folder;

    @Test
    void judgesEachFileOfTheJsonSuiteAndKeepsItsNeighbours() throws Exception {
        List<Path> files = oneLiners(SharedData.path("jsontestsuite", "test_parsing"));
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (Path file : files) {
            part.write("{\"id\":7}\n".getBytes(StandardCharsets.UTF_8));
            part.write(withoutLastFeed(Files.readAllBytes(file)));
            part.write('\n');
        }
        Zones zones = new Zones(folder);
        zones.raw(CONTRACT).part(part.toByteArray(), 2L * files.size()).commit();

        Manifest manifest = zones.stage(CONTRACT);

        Map<Long, ErrorRecord> errors = zones.errors(manifest).stream()
                .collect(Collectors.toMap(e -> e.place().record(), Function.identity()));
        Set<String> clean = new TreeSet<>(zones.clean(manifest, "SELECT _place FROM %s"));
        assertThat(zones.clean(manifest, "SELECT count(*) FROM %s WHERE id = 7 AND _place %% 2 = 0"))
                .containsExactly(Integer.toString(files.size()));
        for (int i = 0; i < files.size(); i++) {
            String name = files.get(i).getFileName().toString();
            long place = 2L * i + 1;
            ErrorRecord error = errors.get(place);
            if (name.startsWith("n_")) {
                assertThat(error).as(name).isNotNull();
                assertThat(error.reasons().get(0).code()).as(name).isEqualTo(RejectionCode.MALFORMED_JSON);
            } else if (name.startsWith("y_") && error != null) {
                assertThat(error.reasons()).as(name).allMatch(r -> SHAPE.contains(r.code()));
            } else {
                assertThat(error != null ^ clean.contains(Long.toString(place)))
                        .as(name)
                        .isTrue();
            }
        }
        assertThat(files).hasSizeGreaterThan(250);
    }

    @Test
    void keepsNaughtyStringsUnaltered() throws Exception {
        List<String> strings = List.of(new ObjectMapper()
                .readValue(SharedData.path("naughty-strings", "blns.json").toFile(), String[].class));
        List<String> lines = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (String string : strings) {
            lines.add("{\"words\":" + json.writeValueAsString(string) + "}");
        }
        Zones zones = new Zones(folder);
        zones.raw(CONTRACT).part(lines.toArray(String[]::new)).commit();

        Manifest manifest = zones.stage(CONTRACT);

        assertThat(zones.clean(manifest, "SELECT lower(hex(encode(words))) FROM %s ORDER BY _place"))
                .isEqualTo(strings.stream()
                        .map(s -> HexFormat.of()
                                .formatHex(s.getBytes(StandardCharsets.UTF_8))
                                .toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static List<Path> oneLiners(Path suite) throws IOException {
        List<Path> oneLiners = new ArrayList<>();
        try (Stream<Path> files = Files.list(suite)) {
            for (Path file : files.sorted().toList()) {
                byte[] bytes = withoutLastFeed(Files.readAllBytes(file));
                if (new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') < 0) {
                    oneLiners.add(file);
                }
            }
        }
        return oneLiners;
    }

    private static byte[] withoutLastFeed(byte[] bytes) {
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }
}
