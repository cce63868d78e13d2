package dev.eider.cli;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Place;
import dev.eider.zones.BatchId;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Ledger;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record stands in raw, as people copy it from one command to the next:
 * {@code transaction/2025-04-06/0001:0:17} is record 17 of part 0 of the first raw revision. A range of offsets may be
 * told by its {@link RangeName}.
 */
record RecordPlace(Revision raw, Place.Stored place) {
    private static final Pattern TEXT =
            Pattern.compile("([a-z][a-z0-9_]*)/([A-Za-z0-9=_.@~-]+)/(\\d{4}):(\\d{1,7}):(\\d{1,12})");

    static RecordPlace of(ErrorRecord error) {
        return new RecordPlace(error.raw(), error.place());
    }

    static RecordPlace parse(String text) throws EiderException {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw invalid(text);
        }
        try {
            BatchId batch = new BatchId(new DatasetName(matcher.group(1)), matcher.group(2));
            return new RecordPlace(
                    Revision.raw(batch, Integer.parseInt(matcher.group(3))),
                    new Place.Stored(Integer.parseInt(matcher.group(4)), Long.parseLong(matcher.group(5))));
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    /**
     * The places that are meant, with the names of their batches: where a range of offsets is told as people do, one in
     * each topic that had the name.
     */
    List<RecordPlace> resolved(Ledger ledger) throws EiderException {
        Optional<RangeName> name = RangeName.parse(raw.batch().slice());
        if (name.isEmpty()) {
            return List.of(this);
        }
        List<RecordPlace> places = new ArrayList<>();
        for (Revision known : ledger.current(raw.batch().dataset(), StageName.RAW)) {
            if (name.get().isOf(ledger, known)) {
                places.add(new RecordPlace(Revision.raw(known.batch(), raw.number()), place));
            }
        }
        return places;
    }

    /** The place by what people call its batch. */
    String named(RangeName.Known names) {
        return text(names.of(raw.batch()));
    }

    private static EiderException invalid(String text) {
        return new EiderException(
                ErrorCode.INVALID_ARGUMENT,
                "Invalid place: " + text + " (DATASET/INTERVAL/REVISION:PART:RECORD)",
                "copy one from eider errors list");
    }

    @Override
    public String toString() {
        return text(raw.batch().slice());
    }

    private String text(String slice) {
        return raw.batch().dataset() + "/" + slice + "/" + raw.label() + ":" + place.part() + ":" + place.record();
    }
}
