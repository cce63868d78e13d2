package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.staging.duckdb.RawFormats;
import dev.eider.zones.Context;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Expiry;
import dev.eider.zones.Manifest;
import dev.eider.zones.Range;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one rejected record; on demand, the raw bytes too. */
@Command(
        name = "show",
        description = "One rejected record: its reasons, what passed (masked), the shape of what did not.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider errors show transaction/2025-01-07/0001:0:17")
final class ErrorsShowCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    @Parameters(
            index = "0",
            paramLabel = "PLACE",
            description = "DATASET/INTERVAL/REVISION:PART:RECORD, from errors list.")
    @SuppressWarnings("NullAway.Init")
    private String place;

    @Option(names = "--reveal", description = "Print the record as received, unmasked, from raw: for who may read raw.")
    private boolean reveal;

    private final Surroundings surroundings;

    ErrorsShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        RecordPlace parsed = RecordPlace.parse(place);
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            List<RecordPlace> meant = parsed.resolved(session.context().ledger());
            ErrorZone zone = new ErrorZone(session);
            List<Manifest> manifests = new ArrayList<>();
            for (RecordPlace each : meant) {
                manifests.addAll(zone.manifests(each.raw().batch()));
            }
            RangeName.Known names = new RangeName.Known(manifests);
            ErrorRecord error = only(zone, zone.find(manifests, e -> meant.contains(RecordPlace.of(e)), 2), names);
            RecordPlace wanted = RecordPlace.of(error);
            console.line(console.bold(wanted.named(names)) + "  rejected at " + error.rejectedAt());
            error.reasons()
                    .forEach(r -> console.line("  " + console.red(r.code().code()) + "  " + Words.of(r)));
            console.line("  passing  " + error.record());
            console.line("  failing  " + error.shape());
            if (reveal) {
                console.line("  raw      " + raw(session.context(), wanted));
            }
            return 0;
        }
    }

    private ErrorRecord only(ErrorZone zone, List<ErrorRecord> found, RangeName.Known names) throws EiderException {
        if (found.isEmpty()) {
            throw zone.expired()
                    .orElseGet(() ->
                            new EiderException(ErrorCode.NOT_FOUND, "Error not found: " + place, "eider errors list"));
        }
        if (found.size() > 1) {
            throw new EiderException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Invalid place: " + place + " (more than one topic had this name)",
                    found.stream()
                            .map(error -> RecordPlace.of(error).named(names))
                            .collect(Collectors.joining(" or ", "eider errors show ", "")));
        }
        return found.get(0);
    }

    private static String raw(Context context, RecordPlace place) throws EiderException, IOException {
        Manifest manifest = context.ledger().open(place.raw());
        List<StoredFile> parts = manifest.outputs(StoredFile.Role.RECORDS);
        if (place.place().part() < parts.size()) {
            StoredFile part = parts.get(place.place().part());
            // What a topic held is shown as it came, whatever its format.
            try (RecordFormat.Cursor records =
                    RawFormats.JSON.of(manifest).open(context.bucket().open(part.key(), Range.ALL), context.limits())) {
                while (records.next()) {
                    if (records.ordinal() == place.place().record()) {
                        String meta = text(records.buffer(), records.metaOffset(), records.metaLength());
                        return text(records.buffer(), records.offset(), records.length())
                                + (meta.isEmpty() ? "" : "\n  meta     " + meta);
                    }
                }
            } catch (EiderException e) {
                throw Expiry.explain(e, context, manifest, part, "eider doctor");
            }
        }
        throw new EiderException(ErrorCode.NOT_FOUND, "Raw record not found: " + place);
    }

    /** A terminal obeys control characters, and a malformed record may hold any. */
    private static String text(byte[] buffer, int offset, int length) {
        return new String(buffer, offset, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
