package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Checked;
import dev.eider.contract.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files damaged at random: the reader gives a project or problems with places, and never anything else. */
class AnyTextTest {
    private static final long SEED = 20_260_101;
    private static final String MART = """
            /* ---
            mart: by_day
            materialized: table
            grain: [year, month]
            columns: {n: "How many."}
            --- */
            SELECT year, month, count(*) AS n FROM transaction_fact GROUP BY ALL
            """;
    private static final String CARDS = """
            dataset: card_event
            source: {connection: events, topic_pattern: "bank\\\\.(?<system>[a-z]+)", key_format: json, schema_file: c.json}
            primary_key: event_id
            updated_at: $meta.timestamp
            fields:
              event_id: {type: bigint, derive: [$meta.topic, $meta.partition, $meta.offset]}
              system: {type: string, from: $meta.system}
              sent_at: {type: timestamp, from: $meta.timestamp}
            """;
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        ",",
        "\n",
        "\n  ",
        "\"",
        "'",
        "&a ",
        "*a",
        "!!",
        "${",
        "}",
        "${X}",
        "null",
        "~",
        "1e9",
        "0x",
        "%",
        "$",
        "- ",
        "type",
        "---",
        "*/",
        "/*",
        "\t",
        "\u00e9",
        "\ud83d\ude00",
        "<<: ",
        "? ",
        "|",
        ">",
        "#",
        "true",
        "-1"
    };

    @TempDir
    Path root;

    @Test
    void neverBreaksTheReader() {
        damageAndRead(SEED, 250);
    }

    @Test
    @Tag("slow")
    void neverBreaksTheReaderInManyTries() {
        damageAndRead(SEED + 1, 5_000);
    }

    private void damageAndRead(long seed, int rounds) {
        Random random = new Random(seed);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            String project = Folder.PROJECT
                    + "  events: {type: kafka, bootstrap_servers: 'h:9092', properties: {sasl.jaas.config: '${BANK_TOKEN}'}}\n"
                    + "limits: {threads: 2}\nenvironments: {a: {bucket: x}}\n";
            List<String> texts = new ArrayList<>(List.of(project, Folder.TRANSACTION, MART, CARDS));
            int victim = random.nextInt(texts.size());
            texts.set(victim, damage(texts.get(victim), random));
            Folder folder = Folder.empty(root)
                    .with("eider.yaml", texts.get(0))
                    .with("datasets/transaction.yaml", texts.get(1))
                    .with("marts/by_day.sql", texts.get(2))
                    .with("datasets/card_event.yaml", texts.get(3))
                    .with("datasets/c.json", "{}");
            Checked<Project> checked = read(folder, seed, round, texts.get(victim));
            if (checked instanceof Checked.Bad<Project> bad) {
                assertThat(bad.problems()).as("seed %d, round %d", seed, round).isNotEmpty();
            } else {
                good++;
            }
        }
        assertThat(good).as("rounds that broke nothing").isBetween(1, rounds / 2);
    }

    private static Checked<Project> read(Folder folder, long seed, int round, String text) {
        try {
            return folder.read();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
        }
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(damaged.length());
            int to = Math.min(damaged.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> damaged.delete(at, to);
                case 1 -> damaged.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> damaged.replace(at, to, PIECES[random.nextInt(PIECES.length)]);
                default -> damaged.insert(random.nextInt(damaged.length()), damaged.substring(at, to));
            }
        }
        return damaged.toString();
    }
}
