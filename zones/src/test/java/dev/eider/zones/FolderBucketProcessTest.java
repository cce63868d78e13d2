package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder bucket among processes: races, and writers that die. */
@Tag("slow")
final class FolderBucketProcessTest {
    private static final int RACES = 1_000;

    @TempDir
    private Path folder;

    private ChildProcess rival(String name) throws IOException {
        ChildProcess rival = ChildProcess.start(FolderRival.class, folder.toString(), name);
        assertThat(rival.answer()).isEqualTo("ready");
        return rival;
    }

    private String read(Bucket bucket, String key) throws Exception {
        try (var in = bucket.open(new ObjectKey(key), Range.ALL)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void givesANameToOneOfTwoProcesses() throws Exception {
        Bucket bucket = Buckets.folder(folder);
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
                assertThat(read(bucket, key)).isEqualTo(winner);
                firstWon += winner.equals("first") ? 1 : 0;
            }
        }
        assertThat(firstWon)
                .as("races that the first won: both must have run at once")
                .isBetween(1, RACES - 1);
        assertThat(bucket.list("races/", "", RACES + 1)).hasSize(RACES);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void letsOneOfTwoProcessesReplaceAVersion() throws Exception {
        Bucket bucket = Buckets.folder(folder);
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
                assertThat(read(bucket, pointer.value()))
                        .isEqualTo(answers.get(0).equals("won") ? "first" : "second");
            }
        }
    }

    @Test
    void showsNothingOfAnObjectWhoseWriterDied() throws Exception {
        try (ChildProcess writer = rival("writer")) {
            writer.tell("half a/b");
            assertThat(writer.exitStatus()).isEqualTo(HaltingBucket.EXIT_STATUS);
        }
        Bucket bucket = Buckets.folder(folder);
        assertThat(bucket.find(new ObjectKey("a/b"))).isEmpty();
        assertThat(bucket.list("", "", 10)).isEmpty();
        assertThat(leftovers()).as("what the dead writer had written").hasSize(1);
        age(leftovers().get(0));
        assertThat(bucket.createIfAbsent(new ObjectKey("a/b"), Body.of(new byte[] {1})))
                .isPresent();
        assertThat(leftovers()).as("the next writer removes it").isEmpty();
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(FolderBucket.HIDDEN))) {
            return files.filter(file -> !file.endsWith("lock")).toList();
        }
    }
}
