package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Contract;
import dev.eider.contract.Source;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where YAML 1.1 and common readers surprise their authors. */
class YamlTrapsTest {
    @TempDir
    Path root;

    @Test
    void keepsNorwayAText() {
        Contract contract =
                read("status: string", "status: {type: string, enum: [NO, yes, on, 1_000, 2024-01-31, 12:30]}");

        assertThat(contract.field("status").allowed())
                .containsExactly("NO", "yes", "on", "1_000", "2024-01-31", "12:30");
    }

    @ParameterizedTest
    @CsvSource({"010,10", "0o10,8", "0x10,16", "1e3,1000", "+7,7", "1.50,1.50", "true,true", "True,true", "'1e3 ',1000"
    })
    void readsScalarsAsYaml12(String written, String meant) {
        Contract contract = read("path: /transactions", "path: /transactions, params: {p: " + written + "}");

        assertThat(contract.source())
                .isInstanceOfSatisfying(
                        Source.Api.class, api -> assertThat(api.params()).containsEntry("p", meant));
    }

    @Test
    void takesTextsOnlyWhereATextIsMeant() {
        Folder folder = Folder.bank(root)
                .changed(
                        "datasets/transaction.yaml",
                        "status: string",
                        "status: {type: string, enum: [010, true, null]}")
                .changed(
                        "datasets/transaction.yaml",
                        "dataset: transaction",
                        "dataset: transaction\nowner: 010\ndescription:");

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/transaction.yaml:2:8: Invalid owner: 010 (a text; quote what YAML would read as"
                                + " something else)",
                        "datasets/transaction.yaml:3:13: Invalid description: no value (a text; quote what YAML would"
                                + " read as something else)",
                        "datasets/transaction.yaml:14:33: Invalid enum: 010 (a text: quote it)",
                        "datasets/transaction.yaml:14:38: Invalid enum: true (a text: quote it)",
                        "datasets/transaction.yaml:14:44: Invalid enum: no value (a text, a number, or true or false)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: .nan | x.yaml:1:4: Invalid number (it has no end, or more than 100 digits)",
                "a: 1e999999999 | x.yaml:1:4: Invalid number (it has no end, or more than 100 digits)",
                "a: &a [*a] | x.yaml:1:4: Invalid YAML: a value that holds itself",
                "a: *secret | x.yaml:1:4: Invalid YAML: an alias without its anchor, or more than one document",
                "a: !secret b | x.yaml:1:4: Invalid YAML: an unknown tag (tags are not used here)",
                "[a, b] | x.yaml:1:1: Invalid file: no mapping (keys and values)",
                "'' | x.yaml: Invalid file: no mapping (keys and values)",
                "a: @b | x.yaml:1:4: Invalid YAML: found character '@' that cannot start any token. (Do not use @ for indentation)",
                "{a: b}: c | x.yaml:1:1: Invalid key: a mapping or a list (a text)",
                "a: \u0001b | x.yaml: Invalid YAML: a character that YAML does not allow, at index 3",
            })
    void refusesWhatNobodyMeans(String text, String problem) {
        Problems problems = new Problems();

        YamlText.mapping(Path.of("x.yaml"), text, problems);

        assertThat(problems.sorted()).extracting(Object::toString).containsExactly(problem);
    }

    @Test
    void boundsDepthAndAliases() {
        assertThat(refused("a: " + "[".repeat(100_000)))
                .containsExactly("x.yaml:1:35: Invalid YAML: more than 32 levels");
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("]\n");
        }
        assertThat(refused(laughs.toString())).hasSize(1).first().asString().contains("too many aliases");
    }

    @Test
    void refusesPathsWithoutEnd() {
        Folder folder = Folder.bank(root)
                .changed(
                        "datasets/transaction.yaml",
                        "status: string",
                        "status: {type: string, from: \"$['" + "x".repeat(200_000) + "']\"}");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .contains("Invalid from: $['xxx")
                .hasSizeLessThan(250);
    }

    @Test
    void readsAliasesWhereTheyAreHarmless() {
        Contract contract = read(
                "  processing_duration: double\n  status: string",
                "  processing_duration: double\n  status: &code {type: string, max_length: 3}\n  other: *code");

        assertThat(contract.field("other").maxLength()).hasValue(3);
    }

    @Test
    void ignoresAByteOrderMark() {
        Folder folder = Folder.bank(root).with("datasets/transaction.yaml", "\uFEFF" + Folder.TRANSACTION);

        assertThat(folder.project().datasets()).hasSize(1);
    }

    private Contract read(String from, String to) {
        return Folder.bank(root)
                .changed("datasets/transaction.yaml", from, to)
                .project()
                .datasets()
                .get(0);
    }

    private static java.util.List<String> refused(String text) {
        Problems problems = new Problems();
        YamlText.mapping(Path.of("x.yaml"), text, problems);
        return problems.sorted().stream().map(Object::toString).toList();
    }
}
