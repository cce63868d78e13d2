package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Reason;
import dev.eider.zones.Context;
import dev.eider.zones.ErrorReader;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Manifest;
import dev.eider.zones.StoredFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Rejected records by dataset and reason: how many by the manifests, and one example each from the error zone. */
final class RejectsByReason {
    private static final int EXAMPLE_FILES_MAX = 50;
    private static final int WIDTH_MAX = 150;

    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, ErrorRecord> examples = new TreeMap<>();

    private final RangeName.Known names;

    private RejectsByReason(RangeName.Known names) {
        this.names = names;
    }

    static RejectsByReason of(Context context, List<Manifest> manifests) throws EiderException {
        RejectsByReason rejects = new RejectsByReason(new RangeName.Known(manifests));
        int files = 0;
        for (Manifest manifest : manifests) {
            String dataset = manifest.revision().batch().dataset().value();
            Set<String> unseen = new HashSet<>();
            manifest.rejects().forEach((code, count) -> {
                rejects.counts.merge(dataset + "/" + code, count, Long::sum);
                unseen.add(dataset + "/" + code);
            });
            unseen.removeAll(rejects.examples.keySet());
            for (StoredFile file : manifest.outputs(StoredFile.Role.ERRORS)) {
                if (!unseen.isEmpty() && files++ < EXAMPLE_FILES_MAX) {
                    rejects.findExamples(context, manifest, file, unseen);
                }
            }
        }
        return rejects;
    }

    private void findExamples(Context context, Manifest manifest, StoredFile file, Set<String> unseen)
            throws EiderException {
        try (ErrorReader reader = ErrorZone.open(context, manifest, file)) {
            Optional<ErrorRecord> error = reader.next();
            while (error.isPresent() && !unseen.isEmpty()) {
                for (Reason reason : error.get().reasons()) {
                    String key = error.get().dataset() + "/" + reason.code().code();
                    if (unseen.remove(key)) {
                        examples.put(key, error.get());
                    }
                }
                error = reader.next();
            }
        } catch (EiderException e) {
            // The manifest still counts what its files no longer tell.
            if (e.code() != ErrorCode.EXPIRED) {
                throw e;
            }
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** One line a reason, and below it what passed of the example and the shape of what did not. */
    List<String> lines(Console console) {
        TextTable table = new TextTable("dataset", "code", "records", "place of an example");
        List<String> examplesShown = new ArrayList<>();
        counts.forEach((key, count) -> {
            String dataset = key.substring(0, key.indexOf('/'));
            String code = key.substring(key.indexOf('/') + 1);
            ErrorRecord example = examples.get(key);
            table.row(
                    dataset,
                    code,
                    count,
                    example == null ? "" : RecordPlace.of(example).named(names));
            examplesShown.add(example == null ? "" : describe(example, code));
        });
        List<String> rows = table.lines(console);
        List<String> lines = new ArrayList<>(List.of(rows.get(0)));
        for (int i = 0; i < examplesShown.size(); i++) {
            lines.add(rows.get(i + 1));
            if (!examplesShown.get(i).isEmpty()) {
                lines.add("      " + console.dim(examplesShown.get(i)));
            }
        }
        return lines;
    }

    private static String describe(ErrorRecord example, String code) {
        String masked = example.record().replaceAll("\"[^\"]*\":\"[0-9a-f]{32}\",?", "");
        String text = message(example, code) + "  " + (masked.equals("{}") ? "" : masked + " but " + example.shape());
        return text.length() <= WIDTH_MAX ? text : text.substring(0, WIDTH_MAX - 1) + "…";
    }

    private static String message(ErrorRecord error, String code) {
        return error.reasons().stream()
                .filter(reason -> reason.code().code().equals(code))
                .findFirst()
                .map(Words::of)
                .orElse("");
    }
}
