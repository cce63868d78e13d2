package dev.eider.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.core.LoadReport;
import dev.eider.core.Publication;
import dev.eider.zones.Books;
import dev.eider.zones.Manifest;
import java.io.UncheckedIOException;

/** One line of JSON a step, for logs that programs read. */
final class JsonAnnouncer implements Announcer {
    private final Console console;
    private final ObjectMapper mapper = new ObjectMapper();

    JsonAnnouncer(Console console) {
        this.console = console;
    }

    @Override
    public void tell(Outcome outcome) {
        ObjectNode event = mapper.createObjectNode();
        event.put("event", "step").put("stage", outcome.step().stage());
        event.put("outcome", Words.outcome(outcome))
                .put("millis", outcome.took().toMillis());
        if (outcome instanceof Outcome.Read read) {
            manifest(event, read.ingested().manifest());
            event.put("requests", read.ingested().requests())
                    .put("retries", read.ingested().retries());
        } else if (outcome instanceof Outcome.Judged judged) {
            manifest(event, judged.commit().manifest());
        } else if (outcome instanceof Outcome.Loaded loaded) {
            load(event, loaded.report());
        } else if (outcome instanceof Outcome.Published published
                && published.publication() instanceof Publication.Moved moved) {
            event.put("generation", moved.generation().number());
        } else {
            outcome.step().dataset().ifPresent(dataset -> event.put("dataset", dataset.value()));
        }
        outcome.failure().ifPresent(failure -> {
            event.put("code", failure.code().name()).put("message", failure.getMessage());
            failure.nextStep().ifPresent(next -> event.put("next", next));
        });
        try {
            console.line(mapper.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void manifest(ObjectNode event, Manifest manifest) {
        event.put("dataset", manifest.revision().batch().dataset().value());
        event.put("batch", manifest.revision().batch().slice());
        event.put("revision", manifest.revision().label());
        manifest.offsets()
                .ifPresent(range -> event.putObject("offsets")
                        .put("topic", range.topic())
                        .put("partition", range.chain().partition())
                        .put("from", range.from())
                        .put("end", range.end()));
        Books books = manifest.books();
        event.putObject("books")
                .put("read", books.read())
                .put("clean", books.clean())
                .put("rejected", books.rejected())
                .put("superseded", books.superseded())
                .put("duplicate", books.duplicate())
                .put("filtered", books.filtered());
        ObjectNode rejects = event.putObject("rejects");
        manifest.rejects().forEach(rejects::put);
    }

    private static void load(ObjectNode event, LoadReport report) {
        event.put("batches", report.loaded().size()).put("rows", report.rowsLoaded());
        event.put("held", report.held().size()).put("stale", report.stale().size());
        ObjectNode tables = event.putObject("tables");
        report.rows().forEach(tables::put);
    }
}
