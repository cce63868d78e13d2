package dev.eider.zones;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;

/** A child process that commits the revision it is told and says what became of it. */
final class LedgerRival {
    private LedgerRival() {}

    public static void main(String[] arguments) throws Exception {
        Clock clock = Clock.fixed(Manifests.END, ZoneOffset.UTC);
        Ledger ledger = new BucketLedger(Buckets.folder(Path.of(arguments[0])), clock);
        String nonce = arguments[1];
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            Revision revision = Revision.raw(new BatchId(Manifests.BATCH.dataset(), order), 1);
            Commit commit = ledger.commit(Manifests.raw(revision, nonce), clock.instant());
            System.out.println((commit instanceof Commit.Done ? "done " : "already ")
                    + commit.manifest().outputs().get(0).key());
        }
    }
}
