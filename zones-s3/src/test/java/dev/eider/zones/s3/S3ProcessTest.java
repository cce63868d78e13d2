package dev.eider.zones.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.ChildProcess;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.StoreExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bucket on S3 among processes: races, and objects that are larger than their memory. */
@Tag("slow")
final class S3ProcessTest {
    private static final int RACES = 200;

    /** Four times the child's memory. */
    private static final long LARGE = 512L * 1024 * 1024;

    @RegisterExtension
    private static final StoreExtension<S3Server> STORE = new StoreExtension<>(S3Server::start);

    private String url;
    private Bucket bucket;

    @BeforeEach
    void createBucket() throws Exception {
        url = "s3://" + STORE.newBucket() + "/prod";
        bucket = STORE.server().open(url);
    }

    private ChildProcess rival(String name) throws IOException {
        ChildProcess rival =
                ChildProcess.start(S3Rival.class, url, STORE.server().endpoint().toString(), name);
        assertThat(rival.answer()).isEqualTo("ready");
        return rival;
    }

    private String read(String key) throws Exception {
        try (var in = bucket.open(new ObjectKey(key), Range.ALL)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void givesANameToOneOfTwoProcesses() throws Exception {
        int firstWon = 0;
        try (ChildProcess first = rival("first");
                ChildProcess second = rival("second")) {
            for (int race = 0; race < RACES; race++) {
                String key = "races/" + race;
                first.tell("create " + key);
                second.tell("create " + key);
                List<String> answers = List.of(first.answer(), second.answer());
                assertThat(answers).as("race " + race).containsExactlyInAnyOrder("won", "lost");
                String winner = answers.get(0).equals("won") ? "first" : "second";
                assertThat(read(key)).isEqualTo(winner);
                firstWon += winner.equals("first") ? 1 : 0;
            }
        }
        assertThat(firstWon)
                .as("races that the first won: both must have run at once")
                .isBetween(1, RACES - 1);
        assertThat(bucket.list("races/", "", RACES + 1)).hasSize(RACES);
    }

    @Test
    void letsOneOfTwoProcessesReplaceAVersion() throws Exception {
        ObjectKey pointer = new ObjectKey("warehouse/pointer");
        bucket.createIfAbsent(pointer, Body.of(new byte[] {'0'}));
        try (ChildProcess first = rival("first");
                ChildProcess second = rival("second")) {
            for (int race = 0; race < RACES; race++) {
                String order = "replace " + pointer + " "
                        + bucket.find(pointer).orElseThrow().version().value();
                first.tell(order);
                second.tell(order);
                List<String> answers = List.of(first.answer(), second.answer());
                assertThat(answers).as("race " + race).containsExactlyInAnyOrder("won", "lost");
                assertThat(read(pointer.value())).isEqualTo(answers.get(0).equals("won") ? "first" : "second");
            }
        }
    }

    @Test
    void movesObjectsThatAreLargerThanTheMemory() throws Exception {
        try (ChildProcess child = rival("child")) {
            child.tell("large large " + LARGE);
            assertThat(child.answer()).startsWith(LARGE + " same ");
        }
    }
}
