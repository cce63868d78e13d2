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
    private static final int SIZE_DIGITS_MAX = 10;
    private static final int FRONT =
            FrameFormat.SIZES.length + SIZE_DIGITS_MAX + 1 + SIZE_DIGITS_MAX + FrameFormat.META.length;
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

    /** A frame up to its value: room for the sizes, then the meta, since it tells the sizes. */
    private byte[] head = new byte[BYTES_MOSTLY];

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
        length = FRONT;
        putMeta(offset, timestamp, key, headers);
        int start = putFront(length - FRONT, value == null ? -1 : value.remaining());
        put(FrameFormat.VALUE);
        if (value == null) {
            put(FrameFormat.NULL);
            put(FrameFormat.END);
            part.begin(length - start);
            part.extend(head, start, length - start);
        } else {
            int size = value.remaining();
            part.begin(length - start + (long) size + FrameFormat.END.length);
            part.extend(head, start, length - start);
            if (value.hasArray()) {
                part.extend(value.array(), value.arrayOffset() + value.position(), size);
            } else {
                part.extend(bytes(value), 0, size);
            }
            part.extend(FrameFormat.END, 0, FrameFormat.END.length);
        }
        if (head.length > KEPT_BYTES_MAX) {
            head = new byte[BYTES_MOSTLY];
        }
    }

    /** Puts what comes before the meta, right before it; where it begins. */
    private int putFront(int metaLength, int size) {
        int at = FRONT - FrameFormat.META.length;
        System.arraycopy(FrameFormat.META, 0, head, at, FrameFormat.META.length);
        at = putBefore(at, size);
        head[--at] = ',';
        at = putBefore(at, metaLength) - FrameFormat.SIZES.length;
        System.arraycopy(FrameFormat.SIZES, 0, head, at, FrameFormat.SIZES.length);
        return at;
    }

    private void putMeta(long offset, long timestamp, @Nullable ByteBuffer key, List<Header> headers) {
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
            key.get(key.position(), head, length, size);
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
        System.arraycopy(bytes, 0, head, length, bytes.length);
        length += bytes.length;
    }

    private void put(byte one) {
        room(1);
        head[length++] = one;
    }

    private void put(long number) {
        int end = length + (number < 0 ? 2 : 1);
        for (long left = number / 10; left != 0; left /= 10) {
            end++;
        }
        room(end - length);
        putBefore(end, number);
        length = end;
    }

    /** Puts a number's digits so that they end there; where they begin. */
    private int putBefore(int end, long number) {
        int at = end;
        long left = number;
        do {
            head[--at] = (byte) ('0' + Math.abs(left % 10));
            left /= 10;
        } while (left != 0);
        if (number < 0) {
            head[--at] = '-';
        }
        return at;
    }

    private void room(int more) {
        if (head.length - length < more) {
            head = Arrays.copyOf(head, Math.max(2 * head.length, length + more));
        }
    }
}
