package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportingProblemsTest {
    @TempDir
    Path root;

    @Test
    void reportsTenMistakesOfOneFileAtOnce() {
        Folder folder = Folder.bank(root).with("datasets/transaction.yaml", """
                dataset: transactions
                source: {connection: banc, path: /transactions, paginator: {type: header_links}}
                primary_key: transaction_idd
                event_time: status
                fields:
                  transaction_id: bigin
                  amount: {type: "decimal(18,2)", require: true, minimum: 10, maximum: 1}
                  status: {type: string, pattern: "[A-Z"}
                  status: string
                quality: {max_rejected: 1}
                star: {fact: transaction_fact, dimensions: {account_dimension: status}}
                """);

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/transaction.yaml:1:10: Invalid dataset: transactions (the file's name says transaction)",
                        "datasets/transaction.yaml:2:22: Connection not found: banc (name it in eider.yaml)."
                                + " Did you mean 'bank'?",
                        "datasets/transaction.yaml:2:67: Invalid type: header_links (one of cursor, header_link,"
                                + " page_number, single_page). Did you mean 'header_link'?",
                        "datasets/transaction.yaml:3:14: Field not found: transaction_idd. Did you mean 'transaction_id'?",
                        "datasets/transaction.yaml:4:13: Invalid event_time: status (a date or a timestamp)",
                        "datasets/transaction.yaml:6:19: Invalid type: bigin (boolean integer bigint decimal(p,s) double"
                                + " string date time timestamp uuid json). Did you mean 'bigint'?",
                        "datasets/transaction.yaml:7:35: Unknown key: require (in field). Did you mean 'required'?",
                        "datasets/transaction.yaml:7:59: Invalid minimum: 10 (more than maximum: 1)",
                        "datasets/transaction.yaml:8:35: Invalid pattern: [A-Z (RE2: missing closing ])",
                        "datasets/transaction.yaml:9:3: Duplicate key: status (first on line 8)",
                        "datasets/transaction.yaml:10:25: Invalid max_rejected: 1 (a share from 0% to 100%, such as 0.5%)",
                        "datasets/transaction.yaml:11:45: Dimension not found: account_dimension"
                                + " (declare it in a dataset, or in dimensions/)");
    }

    @Test
    void goesOnToOtherFilesAfterASyntaxError() {
        Folder folder = Folder.bank(root)
                .with("datasets/broken.yaml", "dataset: broken\nfields: {a: [}\n")
                .changed("datasets/transaction.yaml", "status: string", "status: strin")
                .changed("eider.yaml", "type: api", "type: apy");

        assertThat(folder.problems())
                .containsExactly(
                        "eider.yaml:5:16: Invalid type: apy (one of api, kafka). Did you mean 'api'?",
                        "datasets/broken.yaml:2:14: Invalid YAML: expected the node content, but found '}'",
                        "datasets/transaction.yaml:12:11: Invalid type: strin (boolean integer bigint decimal(p,s) double"
                                + " string date time timestamp uuid json). Did you mean 'string'?");
    }

    @Test
    void namesEverythingThatAnEmptyDatasetLacks() {
        Folder folder = Folder.bank(root).with("datasets/other.yaml", "description: Nothing yet.\n");

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/other.yaml:1:1: Missing key: dataset (required in dataset)",
                        "datasets/other.yaml:1:1: Missing key: fields (required in dataset)",
                        "datasets/other.yaml:1:1: Missing key: source or sources (required in dataset)");
    }

    @Test
    void tellsAFolderWithoutAProject() {
        assertThat(Folder.empty(root).problems())
                .containsExactly(
                        "eider.yaml: File not found: eider.yaml (a project's folder holds one: eider init makes it)");
    }

    @Test
    void readsAProjectWithoutDatasets() {
        Folder folder = Folder.empty(root).with("eider.yaml", "project: empty\n");

        assertThat(folder.project().datasets()).isEmpty();
    }

    @Test
    void refusesFilesThatAreNoText() throws IOException {
        Folder folder = Folder.bank(root).with("datasets/late.yml", "dataset: late\n");
        Files.write(root.resolve("datasets/latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
        Files.write(root.resolve("datasets/long.yaml"), new byte[(1 << 20) + 1]);
        Files.createSymbolicLink(root.resolve("datasets/gone.yaml"), root.resolve("nowhere"));

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/late.yml: Invalid file: ending .yml (files end in .yaml). Did you mean 'late.yaml'?",
                        "datasets/latin.yaml: Invalid file: no UTF-8",
                        "datasets/long.yaml: Invalid file: too long (at most 1048576 bytes)");
    }

    @Test
    void findsReferencesInContracts() {
        Folder folder = Folder.bank(root)
                .changed("datasets/transaction.yaml", "path: /transactions", "path: \"/${TENANT}/transactions\"");

        assertThat(folder.problems())
                .containsExactly("datasets/transaction.yaml:2:34: Invalid reference: /${TENANT}/transactions"
                        + " (references stand in eider.yaml only)");
    }

    @Test
    void findsSecretsInContracts() {
        Folder folder = Folder.bank(root)
                .changed(
                        "datasets/transaction.yaml",
                        "path: /transactions",
                        "path: /transactions, params: {api_key: canary}, headers: {Authorization: canary}");

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/transaction.yaml:2:58: Invalid params: api_key"
                                + " (a contract holds no secret: use auth in eider.yaml)",
                        "datasets/transaction.yaml:2:86: Invalid headers: Authorization"
                                + " (a contract holds no secret: use auth in eider.yaml)");
    }

    @Test
    void checksPathsAndPlaceholders() {
        Folder folder = Folder.bank(root)
                .changed(
                        "datasets/transaction.yaml",
                        "path: /transactions, data_selector: $.data",
                        "path: /a/../b, params: {from: \"{interval.start:%Y}\", to: \"{interval.stop}\"},"
                                + " data_selector: \"$.data[*]\", total_path: meta.total");

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/transaction.yaml:2:34: Invalid path: /a/../b (below base_url: no // at its start, no . or ..)",
                        "datasets/transaction.yaml:2:58: Invalid placeholder: {interval.start:%Y}"
                                + " (there is no interval without incremental)",
                        "datasets/transaction.yaml:2:85: Invalid placeholder: {interval.stop} (interval.start or interval.end)",
                        "datasets/transaction.yaml:2:120: Invalid data_selector: $.data[*] (a path such as $.a.b or"
                                + " $['a b']; no wildcards, filters or indices)",
                        "datasets/transaction.yaml:2:145: Invalid total_path: meta.total (a path such as $.a.b or"
                                + " $['a b']; no wildcards, filters or indices). Did you mean '$.meta.total'?");
    }
}
