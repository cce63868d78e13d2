package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.core.Publication.Held;
import dev.eider.core.Publication.Moved;
import dev.eider.core.Publication.Overtaken;
import dev.eider.core.Publication.UpToDate;
import dev.eider.zones.Body;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketException;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Range;
import dev.eider.zones.StoredObject;
import dev.eider.zones.Version;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between two steps of a publication: another publishes, a rollback pins, the process dies. */
class PublishRaceTest {
    private static final Contract TRANSACTIONS = World.transactions();
    private static final String IDS = "SELECT transaction_id FROM transaction_fact ORDER BY 1";

    @TempDir
    Path folder;

    private interface Interlude {
        void play() throws Exception;
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class InterruptedBucket implements Bucket {
        private final Bucket bucket;
        private final Deque<Interlude> before = new ArrayDeque<>();
        private final Deque<Interlude> after = new ArrayDeque<>();

        InterruptedBucket(Bucket bucket) {
            this.bucket = bucket;
        }

        private static void play(Deque<Interlude> interludes, ObjectKey key) {
            if (key.value().equals("warehouse/CURRENT.json") && !interludes.isEmpty()) {
                try {
                    interludes.remove().play();
                } catch (Killed e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public Optional<Version> createIfAbsent(ObjectKey key, Body body) throws BucketException {
            play(before, key);
            Optional<Version> version = bucket.createIfAbsent(key, body);
            play(after, key);
            return version;
        }

        @Override
        public Optional<Version> replace(ObjectKey key, Version expected, Body body) throws BucketException {
            play(before, key);
            Optional<Version> version = bucket.replace(key, expected, body);
            play(after, key);
            return version;
        }

        @Override
        public Optional<StoredObject> find(ObjectKey key) throws BucketException {
            return bucket.find(key);
        }

        @Override
        public InputStream open(ObjectKey key, Range range) throws BucketException {
            return bucket.open(key, range);
        }

        @Override
        public List<ObjectKey> list(String prefix, String after, int max) throws BucketException {
            return bucket.list(prefix, after, max);
        }

        @Override
        public void delete(ObjectKey key, Version expected) throws BucketException {
            bucket.delete(key, expected);
        }

        @Override
        public Optional<Path> localPath(ObjectKey key) {
            return bucket.localPath(key);
        }

        @Override
        public void point(String link, String to) throws BucketException {
            bucket.point(link, to);
        }

        @Override
        public String describe() {
            return bucket.describe();
        }
    }

    private static void day(World world, int day) {
        world.stage(
                TRANSACTIONS,
                "2025-04-0" + day,
                "1-1",
                List.of(World.transaction(
                        day, "DE00111" + day, "EMEA", day + ".00", "2025-04-0" + day + " 01:00:00", day)));
    }

    private World world() throws Exception {
        World world = World.in(folder).with(TRANSACTIONS);
        day(world, 1);
        world.load();
        world.publish();
        return world;
    }

    @Test
    void isOvertakenByWhoMovesThePointerFirstAndLeavesNothingBehind() throws Exception {
        World one = world();
        InterruptedBucket bucket = new InterruptedBucket(one.bucket());
        World slow = one.elsewhere("slow").through(bucket);
        day(one, 2);
        one.load();
        slow.load();
        bucket.before.add(() -> assertThat(one.publish()).isInstanceOf(Moved.class));

        assertThat(slow.publish()).isInstanceOf(Overtaken.class);

        assertThat(one.bucket().list("warehouse/generations/", "", 100)).hasSize(6);
        assertThat(slow.load().restarted()).isPresent();
        assertThat(slow.publish()).isInstanceOf(UpToDate.class);
        assertThat(one.queryPublished(IDS)).containsExactly("1", "2");
    }

    @Test
    void isHeldByARollbackThatComesAtTheLastMoment() throws Exception {
        World one = world();
        InterruptedBucket bucket = new InterruptedBucket(one.bucket());
        World slow = one.elsewhere("slow").through(bucket);
        day(one, 2);
        slow.load();
        bucket.before.add(() -> one.generations().pin(1));

        assertThat(slow.publish()).isInstanceOf(Held.class);

        one.generations().unpin();
        assertThat(slow.publish()).isInstanceOf(Moved.class);
        assertThat(one.queryPublished(IDS)).containsExactly("1", "2");
    }

    @Test
    void isDoneWhereTheProcessDiedRightAfterThePointerMoved() throws Exception {
        World one = world();
        InterruptedBucket bucket = new InterruptedBucket(one.bucket());
        World dying = one.through(bucket);
        day(one, 2);
        dying.load();
        bucket.after.add(() -> {
            throw new Killed();
        });
        assertThatThrownBy(dying::publish).isInstanceOf(Killed.class);
        assertThat(one.queryPublished(IDS)).containsExactly("1");

        assertThat(one.publish()).isInstanceOf(UpToDate.class);

        assertThat(one.queryPublished(IDS)).containsExactly("1", "2");
        assertThat(one.load().restarted()).isEmpty();
    }

    @Test
    void isDoneAgainWhereTheProcessDiedBeforeThePointerMoved() throws Exception {
        World one = world();
        InterruptedBucket bucket = new InterruptedBucket(one.bucket());
        World dying = one.through(bucket);
        day(one, 2);
        dying.load();
        bucket.before.add(() -> {
            throw new Killed();
        });
        assertThatThrownBy(dying::publish).isInstanceOf(Killed.class);

        assertThat(one.load().restarted()).isEmpty();
        assertThat(one.publish()).isInstanceOf(Moved.class);

        assertThat(one.queryPublished(IDS)).containsExactly("1", "2");
        assertThat(one.bucket().list("warehouse/generations/", "", 100)).hasSize(6);
    }
}
