package dev.eider.core;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.BatchId;
import dev.eider.zones.ChainId;
import dev.eider.zones.Chains;
import dev.eider.zones.Gate;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which batches the star lacks: those whose current staged revision is not the one that the working file holds.
 *
 * @param incoming in the order of batches
 */
record LoadPlan(List<Incoming> incoming, List<Revision> held, List<Revision> stale) {
    LoadPlan {
        incoming = List.copyOf(incoming);
        held = List.copyOf(held);
        stale = List.copyOf(stale);
    }

    /**
     * A batch to be loaded.
     *
     * @param number of the batch within the working file
     * @param replaces label of the revision that it replaces there
     */
    record Incoming(int number, Manifest manifest, String manifestSha256, Optional<String> replaces) {
        DatasetName dataset() {
            return manifest.revision().batch().dataset();
        }

        /** Of its clean files. */
        long bytes() {
            return manifest.outputs(StoredFile.Role.CLEAN).stream()
                    .mapToLong(StoredFile::bytes)
                    .sum();
        }

        String slice() {
            return manifest.revision().batch().slice();
        }
    }

    /** A batch that the working file holds. */
    record Held(int number, String label) {}

    static LoadPlan of(Set<DatasetName> datasets, Ledger ledger, Map<BatchId, Held> loaded) throws EiderException {
        Planner planner = new Planner(ledger, loaded);
        for (DatasetName dataset : datasets) {
            planner.plan(dataset);
        }
        return new LoadPlan(planner.incoming, planner.held, planner.stale);
    }

    boolean isEmpty() {
        return incoming.isEmpty();
    }

    /** The plan in parts, in order, of at most so many bytes of clean files each, or of one batch. */
    List<LoadPlan> portions(long bytesMax) {
        List<LoadPlan> portions = new ArrayList<>();
        List<Incoming> portion = new ArrayList<>();
        long bytes = 0;
        for (Incoming batch : incoming) {
            if (!portion.isEmpty() && bytes + batch.bytes() > bytesMax) {
                portions.add(new LoadPlan(portion, held, stale));
                portion.clear();
                bytes = 0;
            }
            portion.add(batch);
            bytes += batch.bytes();
        }
        portions.add(new LoadPlan(portion, held, stale));
        return portions;
    }

    List<Incoming> of(DatasetName dataset) {
        return incoming.stream().filter(i -> i.dataset().equals(dataset)).toList();
    }

    private static final class Planner {
        final Ledger ledger;
        final Map<BatchId, Held> loaded;
        final List<Incoming> incoming = new ArrayList<>();
        final List<Revision> held = new ArrayList<>();
        final List<Revision> stale = new ArrayList<>();
        int numberNext;

        Planner(Ledger ledger, Map<BatchId, Held> loaded) {
            this.ledger = ledger;
            this.loaded = loaded;
            this.numberNext =
                    1 + loaded.values().stream().mapToInt(Held::number).max().orElse(Ddl.NO_BATCH);
        }

        void plan(DatasetName dataset) throws EiderException {
            Map<BatchId, Revision> staged = new HashMap<>();
            for (Revision revision : ledger.current(dataset, StageName.STAGE)) {
                staged.put(revision.batch(), revision);
                plan(revision);
            }
            for (Revision raw : ledger.current(dataset, StageName.RAW)) {
                Revision newest = staged.get(raw.batch());
                boolean isStaged = newest != null && newest.input() >= raw.number();
                if (!isStaged && ChainId.of(raw.batch()).isEmpty()) {
                    stale.add(raw);
                }
            }
            Chains.unstaged(ledger, dataset).values().forEach(stale::addAll);
        }

        private void plan(Revision newest) throws EiderException {
            Held here = loaded.get(newest.batch());
            if (here != null && here.label().equals(newest.label())) {
                return;
            }
            Manifest manifest = ledger.open(newest);
            if (manifest.gate() == Gate.HELD) {
                held.add(newest);
                Optional<Manifest> older = passedBefore(newest);
                if (older.isEmpty()) {
                    return;
                }
                manifest = older.get();
            }
            Revision revision = manifest.revision();
            if (here != null && here.label().equals(revision.label())) {
                return;
            }
            int number = here == null ? numberNext++ : here.number();
            String sha256 = ledger.input(revision).sha256();
            incoming.add(new Incoming(
                    number, manifest, sha256, Optional.ofNullable(here).map(Held::label)));
        }

        /** The greatest revision below a held one that passed its gate. */
        private Optional<Manifest> passedBefore(Revision newest) throws EiderException {
            for (int input = newest.input(); input >= 1; input--) {
                Optional<Manifest> passed = Optional.empty();
                for (int number = 1; number <= Revision.NUMBER_MAX; number++) {
                    Revision revision = new Revision(newest.batch(), StageName.STAGE, input, number);
                    Optional<Manifest> manifest = revision.compareTo(newest) < 0 ? find(revision) : Optional.empty();
                    if (manifest.isEmpty()) {
                        break;
                    }
                    if (manifest.get().gate() == Gate.PASSED) {
                        passed = manifest;
                    }
                }
                if (passed.isPresent()) {
                    return passed;
                }
            }
            return Optional.empty();
        }

        private Optional<Manifest> find(Revision revision) throws EiderException {
            try {
                return Optional.of(ledger.open(revision));
            } catch (EiderException e) {
                if (e.code() == ErrorCode.NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        }
    }
}
