package dev.eider.contract.read;

import dev.eider.contract.Contract;
import dev.eider.contract.Field;
import dev.eider.contract.FieldPath;
import dev.eider.contract.FieldType;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.Incremental;
import dev.eider.contract.Paginator;
import dev.eider.contract.Source;
import dev.eider.contract.Star;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * SHA-256 over a canonical text of what a contract means: defaults are filled in, keys are sorted, values carry their
 * lengths; descriptions, owners and the order of keys are left out. The text is stable: a change of it is a new scheme.
 */
final class Fingerprints {
    private static final String SCHEME = "eider contract 1";

    private final StringBuilder text = new StringBuilder(SCHEME).append('\n');

    private Fingerprints() {}

    static Fingerprint of(Contract contract) {
        String text = new Fingerprints().write(contract);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Fingerprint(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot make a fingerprint: this Java has no SHA-256", e);
        }
    }

    private String write(Contract contract) {
        put("dataset", contract.dataset().value());
        put("version", contract.version());
        put("timezone", contract.timezone().getId());
        put("primary_key", contract.primaryKey());
        put("event_time", contract.eventTime());
        put("updated_at", contract.updatedAt());
        put("unknown_fields", contract.rejectsUnknownFields() ? "reject" : "report");
        put("max_rejected", plain(contract.quality().maxRejected()));
        put("min_records", contract.quality().minRecords());
        contract.quality().maxUnknownFields().ifPresent(n -> put("max_unknown_fields", n));
        source(contract.source());
        contract.fields().stream().sorted(Comparator.comparing(Field::name)).forEach(this::field);
        contract.star().ifPresent(this::star);
        return text.toString();
    }

    private void source(Source source) {
        source.api().ifPresent(this::api);
        source.topic().ifPresent(this::topic);
    }

    private void topic(Source.Topic topic) {
        put("connection", topic.connection());
        put(topic.isPattern() ? "topic_pattern" : "topic", topic.topics());
        put("format", topic.format().name());
        put("key_format", topic.keyFormat().name());
        put("schema_file", topic.schema().map(Source.SchemaFile::text));
        put("tombstones", topic.tombstones().name());
    }

    private void api(Source.Api api) {
        put("connection", api.connection());
        put("path", api.path());
        put("params", api.params());
        put("headers", api.headers());
        put("data_selector", api.dataSelector().members());
        put("total_path", api.totalPath().map(FieldPath::members).orElse(List.of()));
        put("on_bad_page", api.onBadPage().name());
        paginator(api.paginator());
        api.incremental().ifPresent(this::incremental);
    }

    private void paginator(Paginator paginator) {
        if (paginator instanceof Paginator.PageNumber pages) {
            put(
                    "paginator",
                    List.of("page_number", pages.pageParam(), "" + pages.basePage(), "" + pages.maximumPage()));
        } else if (paginator instanceof Paginator.Cursor cursor) {
            put("paginator", List.of("cursor", cursor.cursorParam(), "" + cursor.maximumPage()));
            put("cursor_path", cursor.cursorPath().members());
        } else if (paginator instanceof Paginator.HeaderLink links) {
            put("paginator", List.of("header_link", "" + links.maximumPage()));
        } else {
            put("paginator", "single_page");
        }
    }

    /** Without {@code parallel}: how many are read at once changes nothing that is read. */
    private void incremental(Incremental incremental) {
        put("start", incremental.start().toString());
        put("interval", incremental.unit().name());
        put("lookback", incremental.lookback());
    }

    private void field(Field field) {
        put("field", field.name());
        put("type", type(field.type()));
        put(field.from().isMeta() ? "from_meta" : "from", field.from().members());
        put("derive", field.derive().map(Enum::name));
        put("required", "" + field.required());
        put("enum", sorted(field.allowed()));
        put("pattern", field.pattern());
        put("minimum", field.minimum().map(Fingerprints::plain));
        put("maximum", field.maximum().map(Fingerprints::plain));
        put("min_length", number(field.minLength()));
        put("max_length", number(field.maxLength()));
        put("mask", field.mask().map(Enum::name));
        put("format", field.formats());
    }

    private void star(Star star) {
        put("star", star.table());
        if (star instanceof Star.Fact fact) {
            put("measures", sorted(fact.measures()));
            put("attributes", sorted(fact.attributes()));
            new TreeMap<>(fact.dimensions()).forEach((table, use) -> {
                put("dimension", table);
                put("field", use.field());
                put("declares", use.attributes().map(a -> "" + a.size()));
                put("attributes", sorted(use.attributes().orElse(List.of())));
            });
        } else if (star instanceof Star.Dimension dimension) {
            put("natural_key", dimension.naturalKey());
            put("attributes", sorted(dimension.attributes()));
        }
    }

    private static String type(FieldType type) {
        return FieldTypes.name(type);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static Optional<String> number(OptionalInt number) {
        return number.isPresent() ? Optional.of("" + number.getAsInt()) : Optional.empty();
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted().toList();
    }

    private void put(String key, Map<String, String> names) {
        new TreeMap<>(names).forEach((name, value) -> put(key, List.of(name, value)));
    }

    private void put(String key, long number) {
        put(key, Long.toString(number));
    }

    private void put(String key, Optional<String> value) {
        value.ifPresent(v -> put(key, v));
    }

    private void put(String key, List<String> values) {
        values.forEach(v -> put(key, v));
        text.append(key).append('#').append(values.size()).append('\n');
    }

    private void put(String key, String value) {
        text.append(key)
                .append('=')
                .append(value.length())
                .append(':')
                .append(value)
                .append('\n');
    }
}
