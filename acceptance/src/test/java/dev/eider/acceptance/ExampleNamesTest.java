package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program knows no example: what works for one project works for all. */
final class ExampleNamesTest {
    private static final ExampleNames NAMES =
            new ExampleNames(List.of("transaction", "transaction_id", "amount", "timestamp", "transaction_fact"));

    @Test
    void theMainCodeUsesNoNameOfAnExample() throws IOException {
        Path examples = House.root().resolve("examples");
        ExampleNames names = ExampleNames.read(examples);
        assertThat(names.all().isEmpty()).as("no names read").isEqualTo(Files.notExists(examples));

        // The sandbox plays the source of an example, and sources have names.
        Stream<House> platform =
                Stream.of(House.values()).filter(module -> module != House.SANDBOX && module != House.SANDBOX_KAFKA);

        assertThat(platform.flatMap(module -> names.usesIn(module.path()).stream()))
                .as("names of examples in main sources: take them from the contract")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String id = \"transaction_id\";",
                "String text = \"by transaction_id, later\";",
                "String dataset = \"transaction\";",
                "query(\"SELECT sum(amount) FROM fact\");",
                "query(\"\"\"\n  create table x as\n  select amount\n\"\"\");",
                "String a = \"\\\"\", b = \"amount\";",
                "char quote = '\"'; String b = \"transaction_fact\";"
            })
    void findsANameOfAnExample(String java) {
        assertThat(NAMES.usesInJava(java)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// \"transaction_id\"",
                "/* query(\"SELECT amount FROM x\") */",
                "throw new BusyException(\"Cannot load in one transaction: the file is locked\");",
                "throw new BucketException(\"Cannot copy the transaction from there: create it\");",
                "String type = \"timestamp\";",
                "query(\"SELECT timestamp FROM clean\");",
                "query(\"BEGIN TRANSACTION\");",
                "long amount = 1; // an amount"
            })
    void leavesTheLanguageAlone(String java) {
        assertThat(NAMES.usesInJava(java)).isEmpty();
    }

    @Test
    void findsANameOfAnExampleInSqlButNotInItsComments() {
        assertThat(NAMES.usesInSql("-- amount of transaction\nselect transaction_id from x"))
                .containsExactly("transaction_id");
    }

    @Test
    void readsTheNamesOfDatasetsFieldsStarsAndMarts(@TempDir Path examples) throws IOException {
        Path bank = Files.createDirectories(examples.resolve("shop/datasets"));
        Files.createDirectories(examples.resolve("shop/marts"));
        Files.writeString(examples.resolve("shop/marts/sales_by_day.sql"), "select 1");
        Files.writeString(bank.resolve("sale.yaml"), """
                dataset: sale
                fields:
                  sale_id: bigint
                  card: {type: string, mask: last4}
                star: {fact: sale_fact, dimensions: {card_dimension: card}}
                """);

        assertThat(ExampleNames.read(examples).all())
                .containsExactlyInAnyOrder(
                        "sale",
                        "sale_id",
                        "masked_sale_id",
                        "card",
                        "masked_card",
                        "sale_fact",
                        "card_dimension",
                        "sales_by_day");
    }

    @Test
    void withoutExamplesThereAreNoNames(@TempDir Path empty) throws IOException {
        assertThat(ExampleNames.read(empty.resolve("examples")).all()).isEmpty();
    }
}
