package dev.eider.ingest.batch;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.Incremental;
import dev.eider.zones.Ledger;
import dev.eider.zones.Revision;
import dev.eider.zones.Slice;
import dev.eider.zones.Slices;
import dev.eider.zones.StageName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells what there is to read, from the names of committed manifests alone. */
public final class IngestPlan {
    private IngestPlan() {}

    /** Which slices of a dataset are meant. */
    public sealed interface Scope {
        /** All that is due by now. */
        record Due() implements Scope {}

        /** One slice by its name. */
        record Named(String name) implements Scope {}

        /** Slices from one to another, both included. */
        record Between(String from, String to) implements Scope {}
    }

    /**
     * Slices of the scope that have no raw revision, oldest first. With {@code lookback}, the intervals before each of
     * them that were read already come once more.
     */
    public static List<IngestStep> due(Contract contract, Ledger ledger, Clock clock, Scope scope)
            throws EiderException {
        Map<String, Integer> committed = committed(contract, ledger);
        List<Slice> slices = slices(contract, clock, scope);
        List<IngestStep> steps = new ArrayList<>();
        for (Slice slice : withLookback(contract, clock, slices, committed)) {
            int latest = committed.getOrDefault(slice.name(), 0);
            IngestStep.Purpose purpose = latest == 0 ? IngestStep.Purpose.FIRST : IngestStep.Purpose.LOOKBACK;
            steps.add(IngestStep.of(contract, slice, latest + 1, purpose));
        }
        return List.copyOf(steps);
    }

    /** Each slice of the scope as one revision more, also where one stands, oldest first. */
    public static List<IngestStep> again(Contract contract, Ledger ledger, Clock clock, Scope scope)
            throws EiderException {
        Map<String, Integer> committed = committed(contract, ledger);
        List<IngestStep> steps = new ArrayList<>();
        for (Slice slice : slices(contract, clock, scope)) {
            int latest = committed.getOrDefault(slice.name(), 0);
            IngestStep.Purpose purpose = latest == 0 ? IngestStep.Purpose.FIRST : IngestStep.Purpose.AGAIN;
            steps.add(IngestStep.of(contract, slice, latest + 1, purpose));
        }
        return List.copyOf(steps);
    }

    private static List<Slice> slices(Contract contract, Clock clock, Scope scope) throws EiderException {
        if (scope instanceof Scope.Named named) {
            return List.of(Slices.named(contract, named.name(), clock));
        }
        if (scope instanceof Scope.Between between) {
            return Slices.between(contract, between.from(), between.to(), clock);
        }
        return Slices.due(contract, clock);
    }

    private static Map<String, Integer> committed(Contract contract, Ledger ledger) throws EiderException {
        Map<String, Integer> latest = new HashMap<>();
        for (Revision revision : ledger.current(contract.dataset(), StageName.RAW)) {
            latest.put(revision.batch().slice(), revision.number());
        }
        return latest;
    }

    /** The slices without a revision, each after the committed ones that its lookback reaches. */
    private static List<Slice> withLookback(
            Contract contract, Clock clock, List<Slice> slices, Map<String, Integer> committed) {
        int lookback =
                contract.source().incremental().map(Incremental::lookback).orElse(0);
        List<Slice> missing = slices.stream()
                .filter(slice -> !committed.containsKey(slice.name()))
                .toList();
        if (lookback == 0 || missing.isEmpty()) {
            return missing;
        }
        Map<String, Slice> wanted = new TreeMap<>();
        List<Slice> all = Slices.due(contract, clock);
        Map<String, Integer> places = new HashMap<>();
        for (Slice slice : all) {
            places.put(slice.name(), places.size());
        }
        for (Slice slice : missing) {
            int at = places.getOrDefault(slice.name(), 0);
            for (int i = Math.max(0, at - lookback); i < at; i++) {
                if (committed.containsKey(all.get(i).name())) {
                    wanted.put(all.get(i).name(), all.get(i));
                }
            }
            wanted.put(slice.name(), slice);
        }
        return wanted.values().stream().sorted().toList();
    }
}
