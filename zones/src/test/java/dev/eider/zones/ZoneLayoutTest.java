package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names of objects: the batch and the writer in each, and revisions told from names alone. */
final class ZoneLayoutTest {
    private static final Revision RAW = Revision.raw(Manifests.BATCH, 2);
    private static final LocalDate DAY = LocalDate.parse("2025-04-06");

    @Test
    void namesPartsByBatchRevisionAndWriter() {
        assertThat(List.of(
                        ZoneLayout.rawRecords(RAW, DAY, "k3f9", 0),
                        ZoneLayout.rawPages(RAW, DAY, "k3f9", 1),
                        ZoneLayout.clean(RAW.staged(1), DAY.plusDays(1), "k3f9", 12),
                        ZoneLayout.cleanMixed(RAW.staged(1), "k3f9", 0),
                        ZoneLayout.errors(RAW.staged(1), DAY, "k3f9", 0)))
                .extracting(ObjectKey::value)
                .containsExactly(
                        "staging/raw/2025-04-06/transaction_raw-2025-04-06-0002-k3f9-00000.json.zst",
                        "staging/raw/2025-04-06/transaction_pages-2025-04-06-0002-k3f9-00001.json.zst",
                        "staging/clean/2025-04-07/transaction_clean-2025-04-06-0002-0001-k3f9-00012.parquet",
                        "staging/clean/mixed/transaction_clean-2025-04-06-0002-0001-k3f9-00000.parquet",
                        "staging/error/2025-04-06/transaction_errors-2025-04-06-0002-0001-k3f9-00000.json");
    }

    @Test
    void tellsRevisionsFromTheNamesOfManifests() {
        for (Revision revision : List.of(RAW, RAW.staged(13), Revision.raw(Manifests.BATCH, 9_999))) {
            assertThat(ZoneLayout.revision(revision.batch().dataset(), revision.stage(), ZoneLayout.manifest(revision)))
                    .isEqualTo(Optional.of(revision));
        }
    }

    @Test
    void takesNoOtherNameForAManifest() {
        for (String name : List.of(
                "manifests/transaction/raw/2025-04-06/0000.json",
                "manifests/transaction/raw/2025-04-06/0002-0001.json",
                "manifests/transaction/raw/2025-04-06/2.json",
                "manifests/transaction/raw/2025-04-06/0002.parts/0007.json",
                "manifests/transaction/raw/0002.json",
                "manifests/transaction/stage/2025-04-06/0002-0001.json",
                "manifests/other/raw/2025-04-06/0002.json")) {
            assertThat(ZoneLayout.revision(Manifests.BATCH.dataset(), StageName.RAW, new ObjectKey(name)))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void givesWritersUnlikeNames() {
        Nonces random = Nonces.random();
        assertThat(List.of(random.get(), random.get(), random.get()))
                .doesNotHaveDuplicates()
                .allMatch(nonce -> nonce.matches("[a-z0-9]{8}"));
        assertThat(Nonces.seeded(7).get())
                .isEqualTo(Nonces.seeded(7).get())
                .isNotEqualTo(Nonces.seeded(8).get());
    }
}
