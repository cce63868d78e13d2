package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The vocabulary against a list that people keep: a key is built, or says that it is not; none is forgotten. */
class VocabularyTest {
    @TempDir
    Path root;

    @Test
    void hasExactlyTheKeysOfTheList() {
        assertThat(vocabulary()).isEqualTo(list());
    }

    static List<String> plannedOfDatasets() {
        return list().get("dataset -").stream().toList();
    }

    static List<String> plannedOfSources() {
        return list().get("source.api -").stream().toList();
    }

    static List<String> plannedOfFields() {
        return list().get("field -").stream().toList();
    }

    @ParameterizedTest
    @MethodSource("plannedOfDatasets")
    void saysThatAKeyOfDatasetsIsNotSupportedYet(String key) {
        assertThat(Folder.bank(root)
                        .with("datasets/transaction.yaml", Folder.TRANSACTION + key + ": {a: [b]}\n")
                        .problems())
                .containsExactly("datasets/transaction.yaml:19:1: Not supported yet: " + key);
    }

    @ParameterizedTest
    @MethodSource("plannedOfSources")
    void saysThatAKeyOfSourcesIsNotSupportedYet(String key) {
        assertThat(Folder.bank(root)
                        .changed("datasets/transaction.yaml", "source: {", "source: {" + key + ": [x], ")
                        .problems())
                .containsExactly("datasets/transaction.yaml:2:10: Not supported yet: " + key);
    }

    @ParameterizedTest
    @MethodSource("plannedOfFields")
    void saysThatAKeyOfFieldsIsNotSupportedYet(String key) {
        assertThat(Folder.bank(root)
                        .changed(
                                "datasets/transaction.yaml", "status: string", "status: {" + key + ": x, type: string}")
                        .problems())
                .containsExactly("datasets/transaction.yaml:12:12: Not supported yet: " + key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schedule: '@daily' | 6:1: Not supported yet: schedule",
                "metrics: {otlp: x} | 6:11: Not supported yet: otlp",
                "warehouse: {constraints: declared} | 6:26: Not supported yet: constraints declared",
                "engine: spark | 6:9: Not supported yet: engine spark",
                "bucket: hdfs://b/p | 2:9: Not supported yet: bucket hdfs: (a folder, file:, gs: or s3:)",
                "x: {type: files, url: ./drop} | 6:13: Not supported yet: type files",
                "x: {type: api, base_url: 'http://h', tls: {ca: c}} | 6:40: Not supported yet: tls",
                "x: {type: api, base_url: 'http://h', auth: {type: http_basic}} | 6:53: Not supported yet: type http_basic",
                "x: {type: api, base_url: 'http://h', auth: {type: oauth2_client_credentials}} | 6:53: Not supported yet: type oauth2_client_credentials",
                "x: {type: api, base_url: 'http://h', auth: {type: jwt}} | 6:53: Not supported yet: type jwt",
                "x: {type: api, base_url: 'http://h', auth: {type: session_token}} | 6:53: Not supported yet: type session_token",
            })
    void saysWhatOfAProjectIsNotSupportedYet(String line, String problem) {
        String text = Folder.PROJECT + (line.startsWith("x:") ? "  " : "") + line + "\n";
        if (line.startsWith("bucket")) {
            text = Folder.PROJECT.replace("bucket: ./data", line);
        }

        assertThat(Folder.bank(root).with("eider.yaml", text).problems()).containsExactly("eider.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource({"offset", "header_cursor", "json_link", "keyset"})
    void saysWhichPaginatorsAreNotSupportedYet(String type) {
        assertThat(Folder.bank(root)
                        .changed("datasets/transaction.yaml", "header_link", type)
                        .problems())
                .containsExactly("datasets/transaction.yaml:2:90: Not supported yet: type " + type);
    }

    @Test
    void tellsKeysOfAnotherTypeApart() {
        assertThat(Folder.bank(root)
                        .changed(
                                "datasets/transaction.yaml", "type: header_link", "type: header_link, cursor_path: $.c")
                        .problems())
                .containsExactly(
                        "datasets/transaction.yaml:2:103: Unknown key: cursor_path (of type cursor, not header_link)");
    }

    private static Map<String, Set<String>> vocabulary() {
        Map<String, Set<String>> words = new LinkedHashMap<>();
        add(words, "dataset", DatasetVocabulary.ROOT);
        add(words, "project", ProjectVocabulary.ROOT);
        add(words, "mart", SqlVocabulary.MART);
        add(words, "audit", SqlVocabulary.AUDIT);
        add(words, "dimensions", SqlVocabulary.DIMENSION);
        return words;
    }

    private static void add(Map<String, Set<String>> words, String name, Section section) {
        for (Key key : section.keys()) {
            word(words, name, key.isPlanned(), key.name());
            if (!key.isPlanned()) {
                add(words, key.name(), key.shape());
            }
        }
    }

    private static void add(Map<String, Set<String>> words, String key, Shape shape) {
        if (shape instanceof Shape.Nested nested) {
            add(words, nested.section().title(), nested.section());
        } else if (shape instanceof Shape.Abbreviated abbreviated) {
            add(words, abbreviated.section().title(), abbreviated.section());
        } else if (shape instanceof Shape.Named named) {
            add(words, named.noun(), named.of());
        } else if (shape instanceof Shape.ByConnection byConnection) {
            byConnection.sections().forEach((kind, section) -> add(words, "source." + kind.type(), section));
        } else if (shape instanceof Shape.Variants variants) {
            variants.planned().forEach(type -> word(words, key + ".type", true, type));
            variants.sections().forEach((type, section) -> {
                word(words, key + ".type", false, type);
                add(words, key + "." + type, section);
            });
        }
    }

    private static void word(Map<String, Set<String>> words, String section, boolean isPlanned, String word) {
        words.computeIfAbsent(section + (isPlanned ? " -" : " +"), s -> new TreeSet<>())
                .add(word);
    }

    private static Map<String, Set<String>> list() {
        Map<String, Set<String>> list = new LinkedHashMap<>();
        for (String line : lines()) {
            List<String> words = new ArrayList<>(List.of(line.split(" ")));
            String section = words.remove(0) + " " + words.remove(0);
            list.put(section, new TreeSet<>(words));
        }
        return list;
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(VocabularyTest.class.getResourceAsStream("vocabulary.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
