package dev.eider.ingest.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A body without its records: valid JSON in which an empty array stands for them.
 *
 * @param text as received
 */
record Envelope(String text, JsonNode root) {
    /** That of a response that has no body on purpose. */
    static final Envelope NONE = new Envelope("null", NullNode.getInstance());

    /** Reads envelopes strictly; thread-safe. */
    static final class Reader {
        private final ObjectMapper mapper;

        Reader(Limits limits) {
            StreamReadConstraints constraints = StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depthMax())
                    .maxNameLength(limits.nameLengthMax())
                    .maxNumberLength(limits.numberLengthMax())
                    .build();
            JsonFactory factory = JsonFactory.builder()
                    .streamReadConstraints(constraints)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();
            mapper = JsonMapper.builder(factory)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();
        }

        Envelope read(byte[] bytes) throws BadPageException {
            String text;
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new BadPageException(RejectionCode.MALFORMED_JSON, "malformed JSON: text that is not UTF-8");
            }
            try (JsonParser parser = mapper.createParser(text)) {
                JsonNode root = mapper.readTree(parser);
                if (root == null || parser.nextToken() != null) {
                    throw new BadPageException(RejectionCode.MALFORMED_JSON, "malformed JSON around the records");
                }
                return new Envelope(text, root);
            } catch (JsonProcessingException e) {
                throw new BadPageException(code(e), describe(e));
            } catch (IOException e) {
                throw new BadPageException(RejectionCode.MALFORMED_JSON, "malformed JSON around the records");
            }
        }

        /** The text of a JSON string; unchanged if it is none, which shows when the whole is read. */
        String unquote(String written) {
            if (written.indexOf('\\') < 0) {
                return written.substring(1, written.length() - 1);
            }
            try {
                return mapper.readValue(written, String.class);
            } catch (JsonProcessingException e) {
                return written;
            }
        }

        private static RejectionCode code(JsonProcessingException e) {
            String original = e.getOriginalMessage();
            return original != null && original.startsWith("Duplicate field")
                    ? RejectionCode.DUPLICATE_KEY
                    : RejectionCode.MALFORMED_JSON;
        }

        /** Where it is, without Jackson's words: they quote the body. */
        private static String describe(JsonProcessingException e) {
            String what = code(e) == RejectionCode.DUPLICATE_KEY ? "a name that occurs twice" : "malformed JSON";
            return e.getLocation() == null
                    ? what + " around the records"
                    : what + " around the records, at character "
                            + e.getLocation().getCharOffset() + " of the body without them";
        }
    }

    /** The scalar at a path as text; empty if absent, null, empty text or no scalar. */
    Optional<String> textAt(FieldPath path) {
        JsonNode node = at(path);
        if (!node.isValueNode() || node.isNull()) {
            return Optional.empty();
        }
        return Optional.of(node.asText()).filter(value -> !value.isEmpty());
    }

    /** The whole number at a path, also one written as text; empty if there is none. */
    OptionalLong countAt(FieldPath path) {
        JsonNode node = at(path);
        if (node.canConvertToLong() && node.isIntegralNumber()) {
            return OptionalLong.of(node.asLong());
        }
        return node.isTextual() && node.asText().matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(node.asText()))
                : OptionalLong.empty();
    }

    private JsonNode at(FieldPath path) {
        JsonNode node = root;
        for (String member : path.members()) {
            node = node.path(member);
        }
        return node;
    }
}
