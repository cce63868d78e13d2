package dev.eider.ingest.stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of records that had none, from the contract's primary key: its one field as text, or, where it has several or the
 * contract says {@code key_format: json}, an object of them. Immutable and thread-safe.
 */
final class PrimaryKeys {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final List<Field> fields;
    private final boolean isObject;

    PrimaryKeys(Contract contract) {
        fields = contract.primaryKey().stream().map(contract::field).toList();
        isObject = fields.size() > 1
                || contract.source()
                        .topic()
                        .filter(topic -> topic.keyFormat() == Source.PayloadFormat.JSON)
                        .isPresent();
    }

    /** The key of a record; none where it is no JSON, or a field of the key is no value of it. */
    byte @Nullable [] of(byte[] buffer, int offset, int length) {
        if (fields.isEmpty()
                || fields.stream()
                        .anyMatch(
                                field -> field.from().isMeta() || field.derive().isPresent())) {
            return null;
        }
        try {
            JsonNode record = JSON.readTree(buffer, offset, length);
            ObjectNode key = JSON.createObjectNode();
            for (Field field : fields) {
                JsonNode value = record;
                for (String member : field.from().members()) {
                    value = value.path(member);
                }
                if (!value.isValueNode() || value.isNull()) {
                    return null;
                }
                key.set(field.name(), value);
            }
            String text = isObject
                    ? JSON.writeValueAsString(key)
                    : key.path(fields.get(0).name()).asText();
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        }
    }
}
