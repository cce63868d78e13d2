package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Contract;
import dev.eider.contract.Star;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarsTest {
    private static final String CUSTOMER = """
            dataset: customer
            source: {connection: bank, path: /customers, paginator: {type: single_page}}
            primary_key: customer_number
            fields:
              customer_number: {type: string, mask: token}
              segment: string
              email: {type: string, mask: redact}
            star: {dimension: customer_dimension}
            """;

    @TempDir
    Path root;

    @Test
    void readsADimensionOfADatasetOfItsOwn() {
        Contract customer = Folder.bank(root)
                .with("datasets/customer.yaml", CUSTOMER)
                .project()
                .datasets()
                .get(0);

        assertThat(customer.star())
                .contains(new Star.Dimension("customer_dimension", "customer_number", List.of("segment")));
    }

    @Test
    void refersToADimensionDeclaredElsewhere() {
        Contract transaction = Folder.bank(root)
                .with("datasets/customer.yaml", CUSTOMER)
                .changed("datasets/transaction.yaml", "status: string", "customer: {type: integer, mask: token}")
                .changed(
                        "datasets/transaction.yaml",
                        "  dimensions:\n",
                        "  dimensions:\n    customer_dimension: customer\n")
                .project()
                .datasets()
                .get(1);

        assertThat(transaction.star()).hasValueSatisfying(star -> {
            Star.Fact fact = (Star.Fact) star;
            assertThat(fact.dimensions().keySet()).containsExactly("customer_dimension", "account_dimension");
            assertThat(fact.dimensions().get("customer_dimension"))
                    .isEqualTo(new Star.Use("customer", Optional.empty()));
            assertThat(fact.attributes()).containsExactly("source_system");
        });
    }

    @Test
    void takesWhatTheContractSays() {
        Contract transaction = Folder.bank(root)
                .changed(
                        "datasets/transaction.yaml",
                        "  fact: transaction_fact\n",
                        "  fact: transaction_fact\n  measures: amount\n  attributes: [timestamp, account_number]\n")
                .project()
                .datasets()
                .get(0);

        assertThat(transaction.star()).hasValueSatisfying(star -> {
            assertThat(((Star.Fact) star).measures()).containsExactly("amount");
            assertThat(((Star.Fact) star).attributes()).containsExactly("timestamp", "account_number");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "measures: status | 17:13: Invalid measures: status (a number, not string)",
                "measures: account_number | 17:13: Invalid measures: account_number (it is masked)",
                "measures: amont | 17:13: Field not found: amont. Did you mean 'amount'?",
                "attributes: [status, statuses] | 17:24: Field not found: statuses. Did you mean 'status'?",
                "attributes: [status, status] | 17:24: Invalid star: two columns status in transaction_fact (one a name)",
                "attributes: transaction_id | 17:15: Invalid star: two columns transaction_id in transaction_fact (one a name)",
                "natural_key: status | 17:3: Invalid natural_key: only of a dimension",
                "hard_deletes: ignore | 17:3: Not supported yet: hard_deletes",
                "dimension: status_dimension | 16:3: Invalid star: both fact and dimension (one of them)",
            })
    void refusesWhatDoesNotFitTheFields(String line, String problem) {
        Folder folder = Folder.bank(root)
                .changed(
                        "datasets/transaction.yaml",
                        "  fact: transaction_fact\n",
                        "  fact: transaction_fact\n  " + line + "\n");

        assertThat(folder.problems()).containsExactly("datasets/transaction.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status_dimension: status | 18:5: Dimension not found: status_dimension (declare it in a dataset, or in dimensions/)",
                "time_dimension: timestamp | 18:5: Invalid dimensions: time_dimension (it comes from event_time)",
                "transaction_dimension: status | 18:5: Dimension not found: transaction_dimension (declare it in a dataset, or in dimensions/)",
                "status_dimension: {attributes: status} | 18:23: Missing key: natural_key (required in dimension)",
                "status_dimension: {natural_key: status, history: scd2} | 18:54: Not supported yet: history scd2",
                "status_dimension: {natural_key: processing_duration} | 18:37: Invalid dimensions: processing_duration (not a double or json)",
                "status_dimension: {natural_key: status, attributes: [source_system, source_system]} | 18:73: Invalid star: two columns source_system in status_dimension (one a name)",
            })
    void refusesDimensionsThatAreNone(String line, String problem) {
        Folder folder = Folder.bank(root)
                .changed("datasets/transaction.yaml", "  dimensions:\n", "  dimensions:\n    " + line + "\n");

        assertThat(folder.problems()).contains("datasets/transaction.yaml:" + problem);
    }

    @Test
    void refusesASecondDeclaration() {
        Folder folder = Folder.bank(root)
                .with("datasets/customer.yaml", CUSTOMER.replace("customer_dimension", "account_dimension"))
                .with("dimensions/account_dimension.sql", """
                        /* ---
                        dimension: account_dimension
                        natural_key: account_number
                        --- */
                        SELECT 1 AS account_number
                        """)
                .with("marts/transaction_fact.sql", "/* ---\nmart: transaction_fact\n--- */ SELECT 1");

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/transaction.yaml:18:5: Declared twice: table account_dimension"
                                + " (first in datasets/customer.yaml, line 8)",
                        "dimensions/account_dimension.sql:2:12: Declared twice: table account_dimension"
                                + " (first in datasets/customer.yaml, line 8)",
                        "marts/transaction_fact.sql:2:7: Declared twice: table transaction_fact"
                                + " (first in datasets/transaction.yaml, line 16)");
    }

    @Test
    void refusesKeysThatWouldNeverMeet() {
        Folder folder = Folder.bank(root)
                .with("datasets/customer.yaml", CUSTOMER)
                .changed(
                        "datasets/transaction.yaml",
                        "  dimensions:\n",
                        "  dimensions:\n    customer_dimension: status\n");

        assertThat(folder.problems())
                .containsExactly("datasets/transaction.yaml:18:25: Invalid dimensions: status is not masked"
                        + " (the natural key of customer_dimension is masked)");
        assertThat(folder.changed("datasets/customer.yaml", "{type: string, mask: token}", "bigint")
                        .problems())
                .containsExactly("datasets/transaction.yaml:18:25: Invalid dimensions: status is of type string"
                        + " (the natural key of customer_dimension is of type bigint)");
    }

    @Test
    void refusesMasksWhereIdentityOrTimeIsMeant() {
        Folder folder = Folder.bank(root)
                .changed(
                        "datasets/transaction.yaml",
                        "transaction_id: bigint",
                        "transaction_id: {type: bigint, mask: token}")
                .changed(
                        "datasets/transaction.yaml",
                        "  timestamp: timestamp",
                        "  timestamp: {type: timestamp, mask: redact}");

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/transaction.yaml:3:14: Not supported yet: a masked primary_key of a fact, transaction_id",
                        "datasets/transaction.yaml:4:13: Invalid event_time: timestamp (it is masked)");
    }

    @Test
    void refusesMasksWithoutAKey() {
        Folder folder = Folder.bank(root).changed("eider.yaml", "mask_key: ${EIDER_MASK_KEY}\n", "");

        assertThat(folder.problems())
                .containsExactly("datasets/transaction.yaml:7:40: Cannot mask account_number:"
                        + " no mask_key in eider.yaml (mask_key: ${EIDER_MASK_KEY})");
    }

    @Test
    void refusesAMaskedColumnThatIsThereAlready() {
        Folder folder = Folder.bank(root)
                .changed("datasets/transaction.yaml", "  status: string", "  masked_account_number: string");

        assertThat(folder.problems())
                .containsExactly("datasets/transaction.yaml:7:3: Invalid mask: on account_number"
                        + " (its column masked_account_number is a field already)");
    }

    @Test
    void asksADimensionWithoutASingleKeyForOne() {
        Folder folder = Folder.bank(root)
                .with("datasets/customer.yaml", CUSTOMER.replace("primary_key: customer_number\n", ""));

        assertThat(folder.problems())
                .containsExactly("datasets/customer.yaml:7:7: Missing key: natural_key"
                        + " (required in star, since the primary_key is not one field)");
    }

    @Test
    void keepsTheColumnsOfTheStarFree() {
        Folder folder = Folder.bank(root)
                .changed(
                        "datasets/transaction.yaml",
                        "  status: string",
                        "  load_timestamp: string\n  account_id: string");

        assertThat(folder.problems())
                .containsExactly(
                        "datasets/transaction.yaml:17:3: Invalid star: two columns load_timestamp in transaction_fact (one a name)",
                        "datasets/transaction.yaml:17:3: Invalid star: two columns account_id in transaction_fact (one a name)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "primary_key: processing_duration | 3:14: Invalid primary_key: processing_duration (not a double or json)",
                "primary_key: [status, status] | 3:23: Invalid primary_key: status (named twice)",
                "updated_at: status | 3:13: Invalid updated_at: status (a date or a timestamp)",
                "updated_at: $meta.timestamp | 3:13: Invalid updated_at: $meta.timestamp (a field, or for topics $meta.timestamp)",
                "timezone: Europe/Londn | 3:11: Invalid timezone: Europe/Londn (a time zone such as UTC or Europe/London)."
                        + " Did you mean 'Europe/London'?",
                "engine: spark | 3:9: Not supported yet: engine spark",
                "unknown_fields: ignore | 3:17: Invalid unknown_fields: ignore (one of reject, report)",
            })
    void checksWhatNamesAndDatesRecords(String line, String problem) {
        Folder folder = Folder.bank(root).changed("datasets/transaction.yaml", "primary_key: transaction_id", line);

        assertThat(folder.problems()).containsExactly("datasets/transaction.yaml:" + problem);
    }
}
