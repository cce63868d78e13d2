package dev.eider.contract;

import dev.eider.contract.judge.RecentValues;
import dev.eider.contract.judge.TextBuffer;
import dev.eider.contract.judge.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * Keyed tokens and shown texts of private values, and fingerprints of records. A token is the first 128 bits of
 * HMAC-SHA-256 over the canonical text, in lower-case hexadecimal; equal values have equal tokens in every dataset and
 * whatever their type. Remembers recent values; not thread-safe.
 */
final class Masker {
    private static final int TOKEN_BYTES = 16;
    private static final int DIGEST_BYTES = 32;
    private static final int REMEMBERED = 1 << 14;
    private static final int SHOWN_MAX = 4;
    private static final int SHOWN_SHARE = 3;
    private static final byte[] STARS = "****".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUE = "value:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RECORD = "record:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Mac mac;
    private final byte[] digest = new byte[DIGEST_BYTES];
    private final TextBuffer canonical = new TextBuffer();
    private final Map<Mask, RecentValues<Masked>> recent = new EnumMap<>(Mask.class);

    Masker(MaskKey key) {
        mac = key.mac();
    }

    Masked mask(FieldRule rule, Mask how, FieldValues values, int field) {
        if (rule.isText()) {
            return mask(how, values.bytes(field), values.from(field), values.to(field));
        }
        canonical.rewind(0);
        CanonicalText.append(rule, values, field, canonical);
        return mask(how, canonical.bytes(), 0, canonical.size());
    }

    private Masked mask(Mask how, byte[] text, int from, int to) {
        RecentValues<Masked> known = recent.computeIfAbsent(how, mask -> new RecentValues<>(REMEMBERED));
        Masked masked = known.find(text, from, to);
        if (masked == null) {
            byte[] token = token(text, from, to);
            masked = new Masked(token, shown(how, token, text, from, to));
            known.put(text, from, to, masked);
        }
        return masked;
    }

    private byte[] token(byte[] text, int from, int to) {
        sign(VALUE, text, from, to);
        byte[] token = new byte[2 * TOKEN_BYTES];
        for (int i = 0; i < TOKEN_BYTES; i++) {
            token[2 * i] = HEX[(digest[i] >> 4) & 0xF];
            token[2 * i + 1] = HEX[digest[i] & 0xF];
        }
        return token;
    }

    private static byte[] shown(Mask how, byte[] token, byte[] text, int from, int to) {
        return switch (how) {
            case TOKEN -> token;
            case REDACT -> STARS;
            case LAST4 -> {
                int count = Math.min(SHOWN_MAX, Utf8.codePoints(text, from, to) / SHOWN_SHARE);
                int start = Utf8.lastCodePoints(text, from, to, count);
                byte[] shown = Arrays.copyOf(STARS, STARS.length + to - start);
                System.arraycopy(text, start, shown, STARS.length, to - start);
                yield shown;
            }
        };
    }

    String fingerprint(RawRecord record) {
        sign(RECORD, record.buffer(), record.offset(), record.offset() + record.length());
        return HexFormat.of().formatHex(digest);
    }

    private void sign(byte[] purpose, byte[] bytes, int from, int to) {
        mac.update(purpose);
        mac.update(bytes, from, to - from);
        try {
            mac.doFinal(digest, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("Cannot make a token: a digest of " + mac.getMacLength() + " bytes", e);
        }
    }
}
