package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of a machine that the bucket is not on. */
class MirrorTest {
    private static final Contract TRANSACTIONS = World.transactions();
    private static final int KEEP = 2;

    @TempDir
    Path root;

    private World world;
    private Path folder;

    @BeforeEach
    void start() {
        world = World.inMemory(root).with(TRANSACTIONS);
        folder = root.resolve("mirror");
    }

    private void publishDay(int day) throws Exception {
        world.stage(
                TRANSACTIONS,
                "2025-04-0" + day,
                "1-1",
                List.of(World.transaction(
                        day, "DE00111" + day, "EMEA", day + ".00", "2025-04-0" + day + " 01:00:00", day)));
        world.load();
        world.publish();
    }

    private Optional<Mirror.Pulled> pull() throws EiderException {
        try (Mirror mirror = Mirror.open(world.bucket(), folder)) {
            return mirror.pull(KEEP);
        }
    }

    private List<String> ids() throws Exception {
        try (Session session = Session.reading(folder.resolve("current/warehouse.duckdb"), Limits.defaults(), root)) {
            return session.rows("SELECT transaction_id FROM transaction_fact ORDER BY 1").stream()
                    .map(row -> String.valueOf(row.get(0)))
                    .toList();
        }
    }

    private List<String> generations() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("generations"))) {
            return files.map(f -> f.getFileName().toString().substring(0, 6))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void showsWhatWasPublished() throws Exception {
        assertThat(pull()).isEmpty();
        publishDay(1);

        assertThat(pull()).hasValueSatisfying(pulled -> {
            assertThat(pulled.isNew()).isTrue();
            assertThat(pulled.bytesFetched()).isEqualTo(pulled.generation().bytes());
        });
        assertThat(ids()).containsExactly("1");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("current/warehouse.duckdb"))))
                .isEqualTo("r--r--r--");

        assertThat(pull()).hasValueSatisfying(again -> {
            assertThat(again.isNew()).isFalse();
            assertThat(again.bytesFetched()).isZero();
        });
    }

    @Test
    void leavesReadersTheFileThatTheyHaveOpen() throws Exception {
        publishDay(1);
        pull();
        try (Session held = Session.reading(folder.resolve("current/warehouse.duckdb"), Limits.defaults(), root)) {
            for (int day = 2; day <= 4; day++) {
                publishDay(day);
                pull();
            }
            assertThat(held.number("SELECT count(*) FROM transaction_fact")).isEqualTo(1);
        }
        assertThat(ids()).containsExactly("1", "2", "3", "4");
        assertThat(generations()).containsExactly("000003", "000004");
    }

    @Test
    void goesBackWithARollback() throws Exception {
        publishDay(1);
        publishDay(2);
        pull();
        world.generations().pin(1);

        pull();

        assertThat(ids()).containsExactly("1");
    }

    @Test
    void refusesASecondProcessInTheSameFolder() throws Exception {
        publishDay(1);
        try (Mirror first = Mirror.open(world.bucket(), folder)) {
            assertThatThrownBy(this::pull)
                    .isInstanceOfSatisfying(
                            EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOADER_BUSY));
            assertThat(first.pull(KEEP)).isPresent();
        }
    }
}
