package dev.eider.payloads;

import dev.eider.payloads.ProtoMessage.Form;
import java.util.Map;

/** Messages that are more than their fields, as Protobuf's mapping to JSON has them. */
final class ProtoForms {
    static final Map<String, Form> BY_NAME = Map.ofEntries(
            Map.entry("google.protobuf.Timestamp", Form.TIMESTAMP),
            Map.entry("google.protobuf.Duration", Form.DURATION),
            Map.entry("google.protobuf.DoubleValue", Form.VALUE),
            Map.entry("google.protobuf.FloatValue", Form.VALUE),
            Map.entry("google.protobuf.Int64Value", Form.VALUE),
            Map.entry("google.protobuf.UInt64Value", Form.VALUE),
            Map.entry("google.protobuf.Int32Value", Form.VALUE),
            Map.entry("google.protobuf.UInt32Value", Form.VALUE),
            Map.entry("google.protobuf.BoolValue", Form.VALUE),
            Map.entry("google.protobuf.StringValue", Form.VALUE),
            Map.entry("google.protobuf.BytesValue", Form.VALUE),
            Map.entry("google.protobuf.Struct", Form.VALUE),
            Map.entry("google.protobuf.Value", Form.VALUE),
            Map.entry("google.protobuf.ListValue", Form.VALUE),
            Map.entry("confluent.type.Decimal", Form.DECIMAL));

    /** The one enumeration whose value is no name in JSON. */
    static final String NULL_VALUE = "google.protobuf.NullValue";

    private static final long SECONDS_MIN = -62_135_596_800L;
    private static final long SECONDS_MAX = 253_402_300_799L;
    private static final long DURATION_SECONDS_MAX = 315_576_000_000L;
    private static final int NANOS_MAX = 999_999_999;

    private final Moments moments = new Moments();

    static void requireTimestamp(long seconds, int nanos) throws RefusedException {
        if (seconds < SECONDS_MIN || seconds > SECONDS_MAX || nanos < 0 || nanos > NANOS_MAX) {
            throw RefusedException.undecodable("a google.protobuf.Timestamp out of its range");
        }
    }

    static void requireDuration(long seconds, int nanos) throws RefusedException {
        boolean isMixed = (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0);
        if (Math.abs(seconds) > DURATION_SECONDS_MAX || Math.abs((long) nanos) > NANOS_MAX || isMixed) {
            throw RefusedException.undecodable("a google.protobuf.Duration out of its range");
        }
    }

    void timestamp(long seconds, int nanos, JsonBuffer out) throws RefusedException {
        requireTimestamp(seconds, nanos);
        moments.moment(seconds, nanos, "Z", out);
    }

    void duration(long seconds, int nanos, JsonBuffer out) throws RefusedException {
        requireDuration(seconds, nanos);
        out.put('"');
        if (seconds < 0 || nanos < 0) {
            out.put('-');
        }
        out.number(Math.abs(seconds));
        Moments.fraction(Math.abs(nanos), out);
        out.text("s\"");
    }
}
