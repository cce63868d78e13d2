package dev.eider.cli;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Place;
import dev.eider.zones.BatchId;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.Revision;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record stands in raw, as people copy it from one command to the next:
 * {@code transaction/2025-04-06/0001:0:17} is record 17 of part 0 of the first raw revision.
 */
record RecordPlace(Revision raw, Place.Stored place) {
    private static final Pattern TEXT =
            Pattern.compile("([a-z][a-z0-9_]*)/([a-z0-9=_.-]+)/(\\d{4}):(\\d{1,7}):(\\d{1,12})");

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

    private static EiderException invalid(String text) {
        return new EiderException(
                ErrorCode.INVALID_ARGUMENT,
                "Invalid place: " + text + " (DATASET/INTERVAL/REVISION:PART:RECORD)",
                "copy one from eider errors list");
    }

    @Override
    public String toString() {
        return raw.batch().dataset() + "/" + raw.batch().slice() + "/" + raw.label() + ":" + place.part() + ":"
                + place.record();
    }
}
