package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Audit;
import dev.eider.contract.Mart;
import dev.eider.contract.Project;
import dev.eider.contract.SqlDimension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFilesTest {
    @TempDir
    Path root;

    @Test
    void readsHeaderAndQuery() {
        Project project = Folder.bank(root)
                .with("marts/by_day.sql", """
                        /* ---
                        mart: by_day
                        materialized: incremental
                        grain: [year, day]
                        event_time: [year, day]
                        description: Transactions by day.
                        columns: {n: "How many."}
                        --- */
                        -- Comments stay.
                        SELECT year, day, count(*) AS n FROM transaction_fact GROUP BY ALL;
                        """)
                .with("audits/positive.sql", """
                        /* ---
                        audit: positive
                        severity: warn
                        --- */
                        FROM transaction_fact WHERE amount < 0
                        """)
                .with("dimensions/region_dimension.sql", """
                        /* ---
                        dimension: region_dimension
                        natural_key: region
                        description: Regions.
                        --- */
                        WITH r AS (SELECT customer_region AS region FROM clean.transaction) SELECT DISTINCT region FROM r
                        """)
                .project();

        assertThat(project.marts()).singleElement().satisfies(mart -> {
            assertThat(mart.materialized()).isEqualTo(Mart.Materialized.INCREMENTAL);
            assertThat(mart.grain()).containsExactly("year", "day");
            assertThat(mart.columns()).containsEntry("n", "How many.");
            assertThat(mart.sql()).startsWith("-- Comments stay.\nSELECT").endsWith("GROUP BY ALL");
        });
        assertThat(project.audits())
                .containsExactly(
                        new Audit("positive", Audit.Severity.WARN, "", "FROM transaction_fact WHERE amount < 0"));
        assertThat(project.dimensions()).extracting(SqlDimension::naturalKey).containsExactly("region");
    }

    @Test
    void tellsLinesOfTheFile() {
        Folder folder = Folder.bank(root).with("marts/by_day.sql", """

                /*
                ---
                mart: by_days
                materialised: table
                grain: [year, year day]
                --- */
                SELECT 1
                """);

        assertThat(folder.problems())
                .containsExactly(
                        "marts/by_day.sql:4:7: Invalid mart: by_days (the file's name says by_day)",
                        "marts/by_day.sql:5:1: Unknown key: materialised (in mart). Did you mean 'materialized'?",
                        "marts/by_day.sql:6:15: Invalid grain: year day (lower-case letters, digits and _, beginning with"
                                + " a letter, at most 63)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 | 1:1: Invalid header: none (a comment comes first: /* ---, then YAML, then --- */)",
                "/* ---\\nmart: m\\n*/ SELECT 1 | 1:1: Invalid header: no end (a line --- */)",
                "/* ---\\nmart: [m\\n--- */ SELECT 1 | 3:1: Invalid YAML: expected ',' or ']', but got <stream end>",
                "/* ---\\nmart: m\\nmaterialized: table\\n--- */ SELECT 1 | 2:1: Missing key: grain (required of a mart that is table)",
                "/* ---\\nmart: m\\n--- */ | 3:1: Invalid SQL: none after the header (one query)",
                "/* ---\\nmart: m\\n--- */ DROP TABLE x | 3:1: Invalid SQL: no query (it begins with SELECT, WITH or FROM)",
                "/* ---\\nmart: m\\n--- */ SELECT ';' /* ; */; DROP TABLE x | 3:1: Invalid SQL: more than one statement (one query)",
            })
    void refusesWhatIsNoMart(String text, String problem) {
        Folder folder = Folder.bank(root).with("marts/m.sql", text.replace("\\n", "\n"));

        assertThat(folder.problems()).containsExactly("marts/m.sql:" + problem);
    }

    @Test
    void putsMartsInTheOrderOfTheirReading() {
        Project project = Folder.bank(root)
                .with("marts/a.sql", "/* ---\nmart: a\n--- */ SELECT 'd' FROM \"C\" JOIN b USING (x) -- d")
                .with("marts/b.sql", "/* ---\nmart: b\n--- */ (SELECT b.* FROM c AS b)")
                .with("marts/c.sql", "/* ---\nmart: c\n--- */ FROM transaction_fact")
                .with("marts/d.sql", "/* ---\nmart: d\n--- */ FROM a")
                .project();

        assertThat(project.marts()).extracting(Mart::name).containsExactly("c", "b", "a", "d");
    }

    @Test
    void refusesMartsThatReadEachOther() {
        Folder folder = Folder.bank(root)
                .with("marts/a.sql", "/* ---\nmart: a\n--- */ FROM b")
                .with("marts/b.sql", "/* ---\nmart: b\n--- */ FROM c")
                .with("marts/c.sql", "/* ---\nmart: c\n--- */ FROM a");

        assertThat(folder.problems())
                .isEqualTo(List.of("marts/a.sql:2:7: Invalid mart: a reads b reads c reads a (a circle)"));
    }

    @Test
    void readsLongTexts() {
        Project project = Folder.bank(root)
                .with("marts/m.sql", "/* ---\nmart: m\n--- */ SELECT '" + "it''s; ".repeat(50_000) + "' AS \"a;b\"")
                .project();

        assertThat(project.marts()).hasSize(1);
    }
}
