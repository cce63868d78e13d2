package dev.eider.zones;

import dev.eider.contract.EiderException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of one partition's records, as {@link FrameFormat} reads them. What comes with a record is a JSON object:
 * {@code topic}, what the topic's name captured, {@code partition}, {@code offset}, {@code timestamp} in ISO 8601,
 * {@code key} as text or, where it is no UTF-8, {@code key_base64}, and {@code headers} with the last value of each
 * name, beside {@code headers_base64}, a list of pairs, where the object does not tell them all. Not thread-safe.
 */
public final class FrameWriter {
    private static final int BYTES_MOSTLY = 4 << 10;
    private static final int KEPT_BYTES_MAX = 1 << 20;
    private static final int LONG_DIGITS_MAX = 20;
    private static final int SECOND_LENGTH = "2025-04-06T01:02:03".length();
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":\"");
    private static final byte[] KEY = ascii(",\"key\":\"");
    private static final byte[] KEY_BASE64 = ascii(",\"key_base64\":\"");
    private static final byte[] HEADERS = ascii(",\"headers\":");
    private static final byte[] HEADERS_BASE64 = ascii(",\"headers_base64\":");

    /** A header of a record, whose names may repeat. */
    public record Header(String name, @Nullable ByteBuffer value) {}

    private final byte[] prefix;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private byte[] meta = new byte[BYTES_MOSTLY];
    private int metaLength;
    private byte[] frame = new byte[BYTES_MOSTLY];
    private int length;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = {};

    /** @param captures named groups of the topic's name */
    public FrameWriter(String topic, Map<String, String> captures, int partition) {
        Map<String, Object> fixed = new LinkedHashMap<>();
        fixed.put("topic", topic);
        fixed.putAll(captures);
        fixed.put("partition", partition);
        String text = Json.text(fixed);
        prefix = (text.substring(0, text.length() - 1) + ",\"offset\":").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Appends a record to a part.
     *
     * @param timestamp milliseconds since 1970, negative for none
     * @param value null for a record that says there is none
     */
    public void write(
            RollingWriter part,
            long offset,
            long timestamp,
            @Nullable ByteBuffer key,
            List<Header> headers,
            @Nullable ByteBuffer value)
            throws EiderException {
        meta(offset, timestamp, key, headers);
        length = 0;
        put(FrameFormat.SIZES);
        put(metaLength);
        put((byte) ',');
        put(value == null ? -1 : value.remaining());
        put(FrameFormat.META);
        room(metaLength);
        System.arraycopy(meta, 0, frame, length, metaLength);
        length += metaLength;
        put(FrameFormat.VALUE);
        if (value == null) {
            put(FrameFormat.NULL);
        } else {
            int size = value.remaining();
            // With room for the end: of a huge value there is never a second copy.
            room(size + 1);
            value.get(value.position(), frame, length, size);
            length += size;
        }
        put((byte) '}');
        part.frame(frame, 0, length);
        if (frame.length > KEPT_BYTES_MAX) {
            frame = new byte[BYTES_MOSTLY];
        }
    }

    private void meta(long offset, long timestamp, @Nullable ByteBuffer key, List<Header> headers) {
        byte[] outer = frame;
        frame = meta;
        length = 0;
        put(prefix);
        put(offset);
        if (timestamp >= 0) {
            putTimestamp(timestamp);
        }
        if (key != null) {
            putKey(key);
        }
        if (!headers.isEmpty()) {
            putHeaders(headers);
        }
        put((byte) '}');
        meta = frame;
        metaLength = length;
        frame = outer;
    }

    private void putTimestamp(long millis) {
        put(TIMESTAMP);
        long of = Math.floorDiv(millis, 1_000L);
        if (of != second) {
            second = of;
            String text = Instant.ofEpochSecond(of).toString();
            secondText = ascii(text.substring(0, text.length() - 1));
        }
        put(secondText);
        int rest = (int) Math.floorMod(millis, 1_000L);
        if (rest > 0 && secondText.length >= SECOND_LENGTH) {
            put((byte) '.');
            put((byte) ('0' + rest / 100));
            put((byte) ('0' + rest / 10 % 10));
            put((byte) ('0' + rest % 10));
        }
        put((byte) 'Z');
        put((byte) '"');
    }

    private void putKey(ByteBuffer key) {
        boolean isPlain = true;
        for (int i = key.position(); i < key.limit() && isPlain; i++) {
            byte c = key.get(i);
            isPlain = c >= ' ' && c != '"' && c != '\\' && c != 0x7f;
        }
        if (isPlain) {
            put(KEY);
            int size = key.remaining();
            room(size);
            key.get(key.position(), frame, length, size);
            length += size;
            put((byte) '"');
            return;
        }
        String text = text(key);
        if (text == null) {
            put(KEY_BASE64);
            put(Base64.getEncoder().encode(bytes(key)));
            put((byte) '"');
        } else {
            put(KEY);
            byte[] quoted = Json.text(text).getBytes(StandardCharsets.UTF_8);
            put(Arrays.copyOfRange(quoted, 1, quoted.length));
        }
    }

    private void putHeaders(List<Header> headers) {
        Map<String, String> plain = new LinkedHashMap<>();
        boolean isWhole = true;
        for (Header header : headers) {
            ByteBuffer value = header.value();
            String text = value == null ? null : text(value);
            isWhole &= text != null && !plain.containsKey(header.name());
            if (text != null) {
                plain.put(header.name(), text);
            }
        }
        put(HEADERS);
        put(Json.text(plain).getBytes(StandardCharsets.UTF_8));
        if (!isWhole) {
            put(HEADERS_BASE64);
            put(Json.text(headers.stream().map(FrameWriter::pair).toList()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A name alone where there is no value. */
    private static List<String> pair(Header header) {
        ByteBuffer value = header.value();
        return value == null
                ? List.of(header.name())
                : List.of(header.name(), Base64.getEncoder().encodeToString(bytes(value)));
    }

    private @Nullable String text(ByteBuffer bytes) {
        try {
            CharBuffer text = utf8.decode(bytes.duplicate());
            return text.toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, frame, length, bytes.length);
        length += bytes.length;
    }

    private void put(byte one) {
        room(1);
        frame[length++] = one;
    }

    private void put(long number) {
        if (number < 0) {
            put(ascii(Long.toString(number)));
            return;
        }
        room(LONG_DIGITS_MAX);
        int digits = 1;
        for (long left = number / 10; left > 0; left /= 10) {
            digits++;
        }
        int at = length + digits;
        length = at;
        long left = number;
        do {
            frame[--at] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
    }

    private void room(int more) {
        if (frame.length - length < more) {
            frame = Arrays.copyOf(frame, Math.max(2 * frame.length, length + more));
        }
    }
}
