package dev.eider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Manifest;
import dev.eider.zones.StoredFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load from a bucket elsewhere copies no more to scratch at once than it may. */
class ScratchBoundTest {
    private static final Contract TRANSACTIONS = World.transactions();
    private static final String FACT = "SELECT * FROM transaction_fact ORDER BY transaction_id";
    private static final int DAYS = 5;

    @TempDir
    Path root;

    private World world;
    private long bytesOfADay;

    @BeforeEach
    void stage() throws Exception {
        world = World.inMemory(root).with(TRANSACTIONS);
        for (int day = 1; day <= DAYS; day++) {
            String date = "2025-04-0" + day;
            Manifest manifest = world.stage(
                    TRANSACTIONS,
                    date,
                    "1-1",
                    List.of(
                            World.transaction(day, "DE001", "EMEA", day + ".00", date + " 01:00:00", day),
                            World.transaction(99, "DE001", "APAC", day + ".50", date + " 02:00:00", day)));
            bytesOfADay = Math.max(
                    bytesOfADay,
                    manifest.outputs(StoredFile.Role.CLEAN).stream()
                            .mapToLong(StoredFile::bytes)
                            .sum());
        }
    }

    @Test
    void loadsInPortionsWhatTogetherWouldBeTooLarge() throws Exception {
        World whole = world.elsewhere("whole");
        whole.load();
        world.withScratch(2 * bytesOfADay);

        LoadReport report = world.load();

        assertThat(report.loaded()).hasSize(DAYS);
        assertThat(world.query(FACT)).hasSize(DAYS + 1).isEqualTo(whole.query(FACT));
        try (Stream<Path> left = Files.list(root.resolve("scratch"))) {
            assertThat(left.filter(f -> f.toString().endsWith(".parquet"))).isEmpty();
        }
    }

    @Test
    void saysWhatToRaiseWhereOneBatchAloneIsTooLarge() {
        world.withScratch(bytesOfADay / 2);
        assertThatThrownBy(() -> world.load()).isInstanceOfSatisfying(EiderException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FULL);
            assertThat(e.nextStep()).hasValueSatisfying(step -> assertThat(step).contains("limits.scratch_size"));
        });
    }
}
