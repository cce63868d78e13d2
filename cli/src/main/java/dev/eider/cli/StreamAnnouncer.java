package dev.eider.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.ingest.stream.Incident;
import dev.eider.ingest.stream.StreamListener;
import dev.eider.zones.Manifest;
import dev.eider.zones.OffsetRange;
import dev.eider.zones.StoredFile;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells how a stream goes: lines of JSON for programs, a line of progress on a terminal, else a line a range. */
final class StreamAnnouncer implements StreamListener, AutoCloseable {
    private static final int REFRESH_MILLIS = 200;

    private final Console console;
    private final boolean isJson;
    private final ObjectMapper mapper = new ObjectMapper();
    private final List<String> troubles = new ArrayList<>();
    private @Nullable ProgressBar bar;

    private StreamAnnouncer(Console console, boolean isJson) {
        this.console = console;
        this.isJson = isJson;
        if (!isJson && console.isTerminal()) {
            bar = new ProgressBarBuilder()
                    .setTaskName("eider")
                    .setInitialMax(-1)
                    .setUnit(" records", 1)
                    .setStyle(console.isColoured() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(REFRESH_MILLIS)
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    static StreamAnnouncer of(Console console, ProjectOptions options) {
        return new StreamAnnouncer(console, options.logsJson());
    }

    /** Both this one and another are told. */
    StreamListener and(InlineStaging staging) {
        StreamAnnouncer first = this;
        return new StreamListener() {
            @Override
            public void committed(Manifest manifest) {
                first.committed(manifest);
                staging.committed(manifest);
            }

            @Override
            public void broken(Incident incident) {
                first.broken(incident);
            }

            @Override
            public void waiting(String why) {
                first.waiting(why);
            }

            @Override
            public void warned(String what) {
                first.warned(what);
            }

            @Override
            public void at(long records, long lag) {
                first.at(records, lag);
            }
        };
    }

    @Override
    public synchronized void committed(Manifest manifest) {
        OffsetRange range = manifest.offsets().orElseThrow();
        if (isJson) {
            ObjectNode event = event("range");
            event.put("dataset", manifest.revision().batch().dataset().value());
            event.put("batch", manifest.revision().batch().slice());
            event.put("topic", range.topic()).put("partition", range.chain().partition());
            event.put("from", range.from()).put("end", range.end()).put("records", range.records());
            event.put("control", range.control()).put("missing", range.missing());
            event.put(
                    "bytes",
                    manifest.outputs().stream().mapToLong(StoredFile::bytes).sum());
            line(event);
        } else if (bar == null) {
            console.note(manifest.revision().batch().dataset() + " " + range.topic() + ":"
                    + range.chain().partition() + ": offsets " + range.from() + " to " + (range.end() - 1) + ", "
                    + Format.count(range.records(), "record")
                    + (range.missing() > 0 ? ", " + Format.count(range.missing()) + " missing" : ""));
            console.flush();
        }
    }

    @Override
    public synchronized void broken(Incident incident) {
        if (isJson) {
            ObjectNode event = event("incident");
            event.put("dataset", incident.dataset().value()).put("topic", incident.topic());
            event.put("partition", incident.partition())
                    .put("kind", incident.kind().name());
            event.put("message", incident.message()).put("next", incident.nextStep());
            line(event);
        } else {
            tell(Words.of(incident.failure()));
        }
    }

    @Override
    public synchronized void waiting(String why) {
        if (isJson) {
            line(event("waiting").put("message", why));
        } else {
            tell(why + "; trying again");
        }
    }

    @Override
    public synchronized void warned(String what) {
        if (isJson) {
            line(event("warning").put("message", what));
        } else {
            tell(what);
        }
    }

    @Override
    public synchronized void at(long records, long lag) {
        if (bar != null) {
            bar.stepTo(records);
            bar.setExtraMessage(" lag " + Format.count(lag));
        }
    }

    /** A staging that ended, in words or as an event. */
    synchronized void staged(Outcome outcome) {
        if (isJson) {
            new JsonAnnouncer(console).tell(outcome);
            console.flush();
        } else if (bar == null) {
            new LineAnnouncer(console).tell(outcome);
            console.flush();
        } else {
            outcome.failure().map(Words::of).ifPresent(troubles::add);
        }
    }

    private void tell(String trouble) {
        if (bar == null) {
            console.warn(trouble);
            console.flush();
        } else {
            troubles.add(trouble);
        }
    }

    private ObjectNode event(String kind) {
        return mapper.createObjectNode().put("event", kind);
    }

    private void line(ObjectNode event) {
        try {
            console.line(mapper.writeValueAsString(event));
            console.flush();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the progress, so that results have the terminal to themselves. */
    synchronized void finish() {
        if (bar != null) {
            bar.close();
            bar = null;
            troubles.forEach(console::warn);
        }
    }

    @Override
    public void close() {
        finish();
    }
}
