package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kill harness kills where it is told to: a kill that never hits would prove nothing. */
final class HaltingBucketTest {
    @TempDir
    private Path folder;

    /** A child that creates two objects and reads one. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) throws Exception {
            HaltingBucket bucket = HaltingBucket.of(Buckets.folder(Path.of(arguments[0])), arguments[1]);
            bucket.createIfAbsent(new ObjectKey("a"), Body.of(new byte[] {1}));
            bucket.find(new ObjectKey("a"));
            bucket.createIfAbsent(new ObjectKey("b"), Body.of(new byte[] {2}));
            System.out.println(bucket.calls() + " " + bucket.names());
        }
    }

    @Test
    void countsAndNamesTheCalls() throws Exception {
        HaltingBucket bucket = HaltingBucket.of(Buckets.memory(), "never");
        bucket.createIfAbsent(new ObjectKey("a"), Body.of(new byte[0]));
        bucket.list("x/", "", 1);
        assertThat(bucket.calls()).isEqualTo(2);
        assertThat(bucket.names()).containsExactly("CREATE a", "LIST x/");
    }

    @Test
    @Tag("slow")
    void haltsBeforeTheCallOrAfterItsEffect() throws Exception {
        assertThat(objectsAfter("never", 0)).isEqualTo(2);
        assertThat(objectsAfter("before:1", HaltingBucket.EXIT_STATUS)).isZero();
        assertThat(objectsAfter("after:1", HaltingBucket.EXIT_STATUS)).isEqualTo(1);
        assertThat(objectsAfter("after:2", HaltingBucket.EXIT_STATUS)).isEqualTo(1);
        assertThat(objectsAfter("before:3", HaltingBucket.EXIT_STATUS)).isEqualTo(1);
        assertThat(objectsAfter("after:3", HaltingBucket.EXIT_STATUS)).isEqualTo(2);
    }

    private int objectsAfter(String when, int exitStatus) throws Exception {
        Path bucket = folder.resolve(when.replace(':', '-'));
        try (ChildProcess child = ChildProcess.start(Worker.class, bucket.toString(), when)) {
            assertThat(child.exitStatus()).as(when).isEqualTo(exitStatus);
        }
        return Buckets.folder(bucket).list("", "", 10).size();
    }
}
