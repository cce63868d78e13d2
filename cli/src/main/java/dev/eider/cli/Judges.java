package dev.eider.cli;

import dev.eider.contract.Contract;
import dev.eider.contract.Source;
import dev.eider.payloads.TopicFormats;
import dev.eider.staging.duckdb.RawFormats;
import dev.eider.staging.duckdb.Staging;
import dev.eider.zones.Context;
import java.util.Optional;

/** The staging of a dataset, wired: what its topics hold is made JSON on the way. */
final class Judges {
    private Judges() {}

    static Staging of(Session session, Contract contract) {
        return new Staging(contract, session.context(), session.recorder(), formats(session.context(), contract));
    }

    static RawFormats formats(Context context, Contract contract) {
        Optional<Source.Topic> topic = contract.source().topic();
        if (topic.isEmpty()) {
            return RawFormats.JSON;
        }
        TopicFormats formats = new TopicFormats(topic.get(), context.bucket(), context.limits());
        return raw -> raw.offsets().isPresent() ? formats.of(raw) : RawFormats.JSON.of(raw);
    }
}
