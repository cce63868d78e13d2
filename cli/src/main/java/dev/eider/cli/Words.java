package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.Reason;
import dev.eider.core.LoadReport;
import dev.eider.core.Publication;
import dev.eider.zones.Books;
import dev.eider.zones.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Outcomes in words. */
final class Words {
    private Words() {}

    /** One line: the step and what became of it. */
    static String of(Outcome outcome) {
        return outcome.step() + ": " + result(outcome);
    }

    private static String result(Outcome outcome) {
        if (outcome instanceof Outcome.Read read) {
            Books books = read.ingested().manifest().books();
            return outcome(outcome) + ", " + Format.count(books.read()) + " records in "
                    + Format.count(read.ingested().pages()) + " pages"
                    + (read.ingested().retries() > 0 ? ", " + read.ingested().retries() + " retries" : "");
        }
        if (outcome instanceof Outcome.Judged judged) {
            return outcome(outcome) + ", " + of(judged.commit().manifest().books());
        }
        if (outcome instanceof Outcome.Loaded loaded) {
            return Format.count(loaded.report().rowsLoaded()) + " rows of "
                    + Format.count(loaded.report().loaded().size()) + " batches";
        }
        if (outcome instanceof Outcome.Published published) {
            return of(published.publication());
        }
        return outcome(outcome);
    }

    static String of(Books books) {
        StringBuilder text = new StringBuilder("clean " + Format.count(books.clean()));
        append(text, "rejected", books.rejected());
        append(text, "superseded", books.superseded());
        append(text, "duplicate", books.duplicate());
        append(text, "filtered", books.filtered());
        return text.toString();
    }

    private static void append(StringBuilder text, String what, long count) {
        if (count > 0) {
            text.append(", ").append(what).append(' ').append(Format.count(count));
        }
    }

    static String of(Publication publication) {
        if (publication instanceof Publication.Moved moved) {
            return "generation " + moved.generation().number();
        }
        if (publication instanceof Publication.UpToDate same) {
            return "generation " + same.generation().number() + " is up to date";
        }
        return publication.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** One word for logs and metrics. */
    static String outcome(Outcome outcome) {
        if (outcome instanceof Outcome.Read read) {
            return read.ingested().outcome().name().toLowerCase(Locale.ROOT);
        }
        if (outcome instanceof Outcome.Judged judged) {
            boolean held = Gates.failureOf(judged.commit().manifest()).isPresent();
            return held ? "held" : judged.commit() instanceof Commit.Done ? "done" : "already";
        }
        if (outcome instanceof Outcome.LeftOut) {
            return "left out";
        }
        return outcome.failure().isPresent() ? "failed" : "done";
    }

    /** What a person should look at although the step did its work. */
    static List<String> warnings(Outcome outcome) {
        List<String> warnings = new ArrayList<>();
        if (outcome instanceof Outcome.Read read) {
            read.ingested().warnings().forEach(warning -> warnings.add(outcome.step() + ": " + warning));
        }
        if (outcome instanceof Outcome.Loaded loaded) {
            for (LoadReport.Warning warning : loaded.report().warnings()) {
                warnings.add("audit " + warning.audit() + " found " + Format.count(warning.rows()) + " rows: "
                        + warning.description());
            }
            loaded.report().restarted().ifPresent(why -> warnings.add("the working file was started again: " + why));
        }
        return warnings;
    }

    static String of(Reason reason) {
        return reason.field().map(field -> field + ": ").orElse("") + reason.message();
    }

    static String of(EiderException failure) {
        return failure.getMessage()
                + failure.nextStep().map(next -> "\n  next: " + next).orElse("");
    }
}
