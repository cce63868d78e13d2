package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.core.Generation;
import dev.eider.core.LoadReport;
import dev.eider.core.Publication;
import dev.eider.zones.Books;
import dev.eider.zones.Bucket;
import dev.eider.zones.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The end of a run, for a person: where every record went, what was rejected and why, what readers see now. */
final class Summary {
    private final Session session;
    private final Console console;

    Summary(Session session, Console console) {
        this.session = session;
        this.console = console;
    }

    void print(List<Outcome> outcomes) throws EiderException {
        books(outcomes);
        rejects(outcomes);
        published(outcomes);
        times(outcomes);
    }

    private void heading(String text) {
        console.line();
        console.line(console.bold(text));
    }

    private void print(TextTable table) {
        table.lines(console).forEach(console::line);
    }

    private void books(List<Outcome> outcomes) {
        Map<String, Books> raw = new TreeMap<>();
        Map<String, Books> staged = new TreeMap<>();
        Map<String, Long> loaded = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Read read) {
                add(raw, read.ingested().manifest());
            } else if (outcome instanceof Outcome.Judged judged) {
                add(staged, judged.commit().manifest());
            } else if (outcome instanceof Outcome.Loaded load) {
                load.report()
                        .loaded()
                        .forEach(batch -> loaded.merge(batch.dataset().value(), batch.rows(), Long::sum));
            }
        }
        if (raw.isEmpty() && staged.isEmpty() && loaded.isEmpty()) {
            return;
        }
        heading("Books: every record read is in exactly one of the other columns");
        TextTable table =
                new TextTable("stage", "dataset", "read", "clean", "rejected", "superseded", "duplicate", "filtered");
        raw.forEach((dataset, books) -> row(table, "ingest", dataset, books));
        staged.forEach((dataset, books) -> row(table, "stage", dataset, books));
        loaded.forEach((dataset, rows) -> table.row("load", dataset, rows, rows, 0, 0, 0, 0));
        print(table);
    }

    private static void add(Map<String, Books> sums, Manifest manifest) {
        sums.merge(manifest.revision().batch().dataset().value(), manifest.books(), Books::plus);
    }

    private static void row(TextTable table, String stage, String dataset, Books b) {
        table.row(stage, dataset, b.read(), b.clean(), b.rejected(), b.superseded(), b.duplicate(), b.filtered());
    }

    private void rejects(List<Outcome> outcomes) throws EiderException {
        List<Manifest> manifests = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Read read) {
                manifests.add(read.ingested().manifest());
            } else if (outcome instanceof Outcome.Judged judged) {
                manifests.add(judged.commit().manifest());
            }
        }
        RejectsByReason rejects = RejectsByReason.of(session.context(), manifests);
        if (!rejects.isEmpty()) {
            heading("Rejects by reason, with one masked example each (eider errors show PLACE tells more)");
            rejects.lines(console).forEach(console::line);
        }
    }

    /** Where readers find it. */
    private String place(Generation generation) {
        Bucket bucket = session.context().bucket();
        return bucket.localPath(Warehouse.file(generation)).isPresent()
                ? bucket.describe() + "/warehouse/current/warehouse.duckdb"
                : bucket.describe() + "; on a reader's machine: eider pull";
    }

    private void published(List<Outcome> outcomes) throws EiderException {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Published published
                    && published.publication() instanceof Publication.Moved moved) {
                heading("Published generation " + moved.generation().number() + " ("
                        + Format.bytes(moved.generation().bytes()) + ")");
                changes(moved);
                console.line("  " + console.dim(place(moved.generation())));
            }
            if (outcome instanceof Outcome.Loaded loaded) {
                pending(loaded.report());
            }
        }
    }

    /** Readers see the generation by now: what cannot be told of it is no failure of the command. */
    private void changes(Publication.Moved moved) throws EiderException {
        try {
            print(Changes.table(Warehouse.generations(session), moved));
        } catch (EiderException e) {
            if (e.code().owner() != ErrorCode.Owner.TRANSIENT) {
                throw e;
            }
            console.warn("Cannot tell what changed: " + e.getMessage());
        }
    }

    private void pending(LoadReport report) {
        if (!report.held().isEmpty()) {
            console.warn(report.held().size() + " batches are held by their quality gate; the star keeps what it had: "
                    + report.held().get(0) + (report.held().size() > 1 ? ", …" : ""));
        }
        if (!report.stale().isEmpty()) {
            console.warn(report.stale().size() + " batches have newer raw that is not staged: "
                    + report.stale().get(0) + (report.stale().size() > 1 ? ", …" : ""));
        }
    }

    private void times(List<Outcome> outcomes) {
        Map<String, Duration> took = new LinkedHashMap<>();
        outcomes.forEach(outcome -> took.merge(outcome.step().stage(), outcome.took(), Duration::plus));
        List<String> parts = new ArrayList<>();
        took.forEach((stage, time) -> parts.add(stage + " " + Format.seconds(time)));
        console.line();
        console.line(console.bold("Took") + "  " + String.join(" · ", parts));
    }
}
