package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Fingerprint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintsTest {
    private static final String FILE = "datasets/transaction.yaml";

    @TempDir
    Path root;

    /** Manifests keep fingerprints: a change of the scheme is a decision, not an accident. */
    @Test
    void isTheSameFromReleaseToRelease() {
        assertThat(fingerprint(Folder.bank(root)))
                .hasToString("59b40b1c64657cca9bbeac5628b373c508bdc5569cad558ba4472cfee54eac2e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dataset: transaction | # Why.\\ndescription: Words.\\nowner: me@example\\ndataset: transaction",
                "{type: string, mask: last4} | {mask: last4, type: string, description: Words.}",
                "{type: \"decimal(18,2)\", required: true} | {required: True, type: 'decimal( 18 , 2 )'}",
                "status: string\\n  source_system: string | source_system: string\\n  status: {type: string, from: $.status}",
                "data_selector: $.data, paginator: {type: header_link} | on_bad_page: fail, paginator: {type: header_link, maximum_page: 10000}, data_selector: \"$['data']\"",
                "event_time: timestamp | event_time: timestamp\\nversion: 1\\nunknown_fields: report\\ntimezone: UTC\\nquality: {max_rejected: 0.00%}",
                "fact: transaction_fact | fact: transaction_fact\\n  measures: [processing_duration, amount]\\n  attributes: [source_system, status]",
                "timestamp: timestamp | timestamp: {type: timestamp, required: true}",
            })
    void leavesOutWhatMeansTheSame(String from, String to) {
        Fingerprint before = fingerprint(Folder.bank(root));
        Folder folder = Folder.bank(root).changed(FILE, lines(from), lines(to));

        assertThat(fingerprint(folder)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event_time: timestamp | event_time: timestamp\\nversion: 2",
                "event_time: timestamp | event_time: timestamp\\ntimezone: Europe/London",
                "event_time: timestamp | event_time: timestamp\\nupdated_at: timestamp",
                "event_time: timestamp | event_time: timestamp\\nunknown_fields: reject",
                "event_time: timestamp | event_time: timestamp\\nquality: {max_rejected: 1%}",
                "event_time: timestamp | event_time: timestamp\\nquality: {min_records: 1}",
                "event_time: timestamp | event_time: timestamp\\nquality: {max_unknown_fields: 0}",
                "primary_key: transaction_id | primary_key: [transaction_id, source_system]",
                "path: /transactions | path: /transaction",
                "path: /transactions | path: /transactions, params: {a: b}",
                "path: /transactions | path: /transactions, headers: {a: b}",
                "path: /transactions | path: /transactions, total_path: $.n",
                "path: /transactions | path: /transactions, on_bad_page: skip",
                "path: /transactions | path: /transactions, incremental: {start: 2024-01-01}",
                "type: header_link | type: single_page",
                "type: header_link | type: header_link, maximum_page: 7",
                "status: string | status: {type: string, required: true}",
                "status: string | status: {type: string, enum: A}",
                "status: string | status: {type: string, pattern: A}",
                "status: string | status: {type: string, min_length: 1}",
                "status: string | status: {type: string, max_length: 1}",
                "status: string | status: {type: string, from: $.state}",
                "status: string | status: json",
                "required: true | required: true, minimum: 0",
                "required: true | required: true, maximum: 0",
                "mask: last4 | mask: token",
                "fact: transaction_fact | fact: other_fact",
                "fact: transaction_fact | fact: transaction_fact\\n  measures: amount",
                "attributes: [account_type, customer_region] | attributes: [account_type]",
                "timestamp: timestamp | timestamp: {type: timestamp, format: '%F %T'}",
            })
    void changesWithTheMeaning(String from, String to) {
        Fingerprint before = fingerprint(Folder.bank(root));
        Folder folder = Folder.bank(root).changed(FILE, from, lines(to));

        assertThat(fingerprint(folder)).isNotEqualTo(before);
    }

    private static String lines(String text) {
        return text.replace("\\n", "\n");
    }

    private static Fingerprint fingerprint(Folder folder) {
        return folder.project().datasets().get(0).fingerprint();
    }
}
