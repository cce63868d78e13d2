package dev.eider.ingest.stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys of records that had none, from the contract's primary key: its one field as text, or, where it has several or the
 * contract says a {@code key_format}, an object of them. Immutable and thread-safe.
 */
final class PrimaryKeys {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Paths by the names of the fields; empty where a record does not hold its key. */
    private final Map<String, FieldPath> paths;

    private final boolean isObject;

    private PrimaryKeys(Contract contract, Map<String, FieldPath> paths) {
        this.paths = paths;
        isObject = paths.size() > 1
                || contract.source()
                        .topic()
                        .filter(topic -> topic.keyFormat() != Source.PayloadFormat.STRING)
                        .isPresent();
    }

    /** Of records as received. */
    static PrimaryKeys ofRaw(Contract contract) {
        List<Field> fields = contract.primaryKey().stream().map(contract::field).toList();
        boolean isHeld = fields.stream()
                .noneMatch(field -> field.from().isMeta() || field.derive().isPresent());
        Map<String, FieldPath> paths = new LinkedHashMap<>();
        fields.stream().filter(field -> isHeld).forEach(field -> paths.put(field.name(), field.from()));
        return new PrimaryKeys(contract, paths);
    }

    /** Of rows of clean, whose columns have the names of the fields. */
    static PrimaryKeys ofClean(Contract contract) {
        Map<String, FieldPath> paths = new LinkedHashMap<>();
        contract.primaryKey().forEach(name -> paths.put(name, FieldPath.of(name)));
        return new PrimaryKeys(contract, paths);
    }

    /** The key of a record; none where it is no JSON, or a field of the key is no value of it. */
    byte @Nullable [] of(byte[] buffer, int offset, int length) {
        if (paths.isEmpty()) {
            return null;
        }
        try {
            JsonNode record = JSON.readTree(buffer, offset, length);
            ObjectNode key = JSON.createObjectNode();
            for (Map.Entry<String, FieldPath> path : paths.entrySet()) {
                JsonNode value = record;
                for (String member : path.getValue().members()) {
                    value = value.path(member);
                }
                if (!value.isValueNode() || value.isNull()) {
                    return null;
                }
                key.set(path.getKey(), value);
            }
            String text = isObject
                    ? JSON.writeValueAsString(key)
                    : key.path(paths.keySet().iterator().next()).asText();
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        }
    }
}
