package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.core.Publication.Held;
import dev.eider.core.Publication.Moved;
import dev.eider.core.Publication.Overtaken;
import dev.eider.core.Publication.UpToDate;
import dev.eider.zones.Bucket;
import dev.eider.zones.BucketCall;
import dev.eider.zones.WatchedBucket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

    /** Plays the next interlude at each write of the pointer. */
    private static final class InterruptedBucket extends WatchedBucket {
        private final Deque<Interlude> before = new ArrayDeque<>();
        private final Deque<Interlude> after = new ArrayDeque<>();

        InterruptedBucket(Bucket bucket) {
            super(bucket);
        }

        private static void play(Deque<Interlude> interludes, BucketCall call) {
            boolean moves = call.method().writes() && call.name().equals("warehouse/CURRENT.json");
            if (moves && !interludes.isEmpty()) {
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
        protected void before(BucketCall call) {
            play(before, call);
        }

        @Override
        protected void after(BucketCall call) {
            play(after, call);
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
