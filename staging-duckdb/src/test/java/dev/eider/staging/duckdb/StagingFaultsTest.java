package dev.eider.staging.duckdb;

import static dev.eider.staging.duckdb.Transactions.field;
import static dev.eider.staging.duckdb.Transactions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.FieldType.Kind;
import dev.eider.zones.Bucket;
import dev.eider.zones.Buckets;
import dev.eider.zones.FaultyBucket;
import dev.eider.zones.FaultyBucket.When;
import dev.eider.zones.Manifest;
import dev.eider.zones.ObjectKey;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bucket that fails somewhere: nothing half-visible, nothing lost, and the next run ends like an undisturbed one. */
class StagingFaultsTest {
    private static final Contract CONTRACT = Transactions.of(field("id", Kind.BIGINT), text("status"))
            .keyedBy("id")
            .contract();
    private static final int CALLS_MAX = 100;
    private static final String ROWS = "SELECT * FROM %s ORDER BY _place";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(When.class)
    void endsLikeAnUndisturbedRunWhicheverCallFailed(When when) throws Exception {
        Zones calm = new Zones(folder);
        fill(calm);
        Manifest expected = calm.stage(CONTRACT);

        int call = 0;
        FaultyBucket faulty;
        do {
            call++;
            Bucket bucket = Buckets.memory();
            fill(new Zones(folder, bucket));
            faulty = FaultyBucket.failing(bucket, any -> true, call, when);
            stageOrFail(new Zones(folder, faulty));

            Manifest manifest = stageWhatIsLeft(new Zones(folder, bucket));

            Zones zones = new Zones(folder, bucket);
            assertThat(manifest.books()).as("call %d", call).isEqualTo(expected.books());
            assertThat(zones.clean(manifest, ROWS)).as("call %d", call).isEqualTo(calm.clean(expected, ROWS));
            assertThat(zones.errorBytes(manifest)).as("call %d", call).isEqualTo(calm.errorBytes(expected));
        } while (faulty.faults() > 0 && call < CALLS_MAX);
        assertThat(call).isBetween(8, CALLS_MAX - 1);
    }

    private static void stageOrFail(Zones zones) {
        try {
            zones.stage(CONTRACT);
        } catch (EiderException e) {
            assertThat(e).hasMessageEndingWith("a fault of the test");
        }
    }

    private static Manifest stageWhatIsLeft(Zones zones) throws EiderException {
        try (Staging staging = zones.staging(CONTRACT)) {
            for (StagingStep step : staging.due()) {
                staging.run(step);
            }
            assertThat(staging.due()).isEmpty();
        }
        List<Revision> current = zones.ledger.current(CONTRACT.dataset(), StageName.STAGE);
        return zones.ledger.open(current.get(0));
    }

    @Test
    void tellsOfAFullBucketAndLeavesNothingInIt() throws Exception {
        Bucket bucket = Buckets.memory();
        Zones zones = new Zones(folder, bucket);
        fill(zones);
        FaultyBucket full = FaultyBucket.fullAfter(bucket, 700);

        assertThatThrownBy(() -> new Zones(folder, full).stage(CONTRACT))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FULL));

        assertThat(full.faults()).isPositive();
        assertThat(zones.outputs()).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tellsThatRawIsMissingBeforeItsTime() throws Exception {
        Zones zones = new Zones(folder);
        fill(zones);
        for (ObjectKey key : zones.bucket.list("staging/raw/", "", 10)) {
            zones.bucket.delete(key, zones.bucket.find(key).orElseThrow().version());
        }

        assertThatThrownBy(() -> zones.stage(CONTRACT))
                .hasMessageEndingWith(": it is missing")
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_OBJECT));
    }

    @Test
    void namesOnlyFilesThatAreThere() throws Exception {
        Zones zones = new Zones(folder);
        fill(zones);

        Manifest manifest = zones.stage(CONTRACT);

        assertThat(manifest.outputs().stream().map(f -> f.key().value()).sorted())
                .isEqualTo(zones.outputs());
        for (StoredFile file : manifest.outputs()) {
            assertThat(zones.bytes(file)).hasSize((int) file.bytes());
        }
    }

    private static void fill(Zones zones) throws EiderException {
        zones.raw(CONTRACT)
                .part("{\"id\":1,\"status\":\"old\"}", "{\"id\":2,\"status\":\"same\"}", "{\"id\":\"three\"}")
                .part("{\"id\":1,\"status\":\"new\"}", "{\"id\":2,\"status\":\"same\"}", "{\"id\":4}")
                .commit();
    }
}
