package dev.eider.staging.duckdb;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Place;
import dev.eider.contract.RecordValidator;
import dev.eider.contract.Verdict;
import dev.eider.zones.RecordFormat;
import dev.eider.zones.RollingWriter;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the error records of a batch in the order of their places: the rejected ones from the segments of the scan,
 * the superseded ones between them, read again from raw. Counts what it writes. Used once, by one thread.
 */
final class ErrorZone {
    private final RawBatch batch;
    private final RollingWriter writer;
    private final ResultSet places;
    private final Map<String, Long> rejects = new TreeMap<>();
    private Place.@Nullable Stored superseding;
    private long rejected;
    private long superseded;

    /** @param places of the superseded records, ascending */
    ErrorZone(RawBatch batch, RollingWriter writer, ResultSet places) {
        this.batch = batch;
        this.writer = writer;
        this.places = places;
    }

    void write() throws SQLException, IOException, EiderException {
        turnToNextPlace();
        for (int part = 0; part < batch.parts(); part++) {
            try (ErrorSegment.Reader lines = ErrorSegment.read(batch.segmentFile(part))) {
                lines.next();
                if (supersededIn(part) != null) {
                    writeSupersededOf(part, lines);
                }
                writeRejectedBefore(Long.MAX_VALUE, lines);
            }
        }
    }

    private Place.@Nullable Stored supersededIn(int part) {
        Place.Stored place = superseding;
        return place != null && place.part() == part ? place : null;
    }

    private void turnToNextPlace() throws SQLException {
        superseding = places.next() ? Place.Stored.unpack(places.getLong(1)) : null;
    }

    private void writeRejectedBefore(long record, ErrorSegment.Reader lines) throws IOException, EiderException {
        while (lines.isAtLine() && lines.record() < record) {
            writer.line(lines.line());
            rejected++;
            rejects.merge(lines.code().code(), 1L, Long::sum);
            lines.next();
        }
    }

    private void writeSupersededOf(int part, ErrorSegment.Reader lines)
            throws SQLException, IOException, EiderException {
        RecordValidator validator = batch.validator();
        try (RecordFormat.Cursor records = batch.open(part)) {
            for (Place.Stored place = supersededIn(part); place != null; place = supersededIn(part)) {
                writeRejectedBefore(place.record(), lines);
                seek(records, place);
                if (!(validator.judge(records) instanceof Verdict.Clean clean)) {
                    throw changed(place);
                }
                writer.line(batch.supersededLine(part, records, clean, validator.fingerprint(records)));
                superseded++;
                turnToNextPlace();
            }
        }
    }

    private static void seek(RecordFormat.Cursor records, Place.Stored place) throws IOException, EiderException {
        do {
            if (!records.next()) {
                throw changed(place);
            }
        } while (records.ordinal() < place.record());
    }

    private static EiderException changed(Place.Stored place) {
        return new EiderException(
                ErrorCode.CORRUPT_OBJECT,
                "Cannot read " + place + " again: raw changed during the run",
                "Run the command again");
    }

    /** Lines of rejected records written. */
    long rejected() {
        return rejected;
    }

    /** Lines of superseded records written. */
    long superseded() {
        return superseded;
    }

    /** Rejected records by the code of their first reason. */
    Map<String, Long> rejects() {
        return rejects;
    }
}
