package dev.eider.contract;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dataset's contract, whole and valid; immutable and thread-safe. Read by {@code read.Contracts}, the only place that
 * knows YAML.
 *
 * @param fingerprint of the canonical text: equal contracts, equal fingerprints, in every environment
 * @param timezone of event dates, intervals and times without an offset
 * @param primaryKey names of the fields that identify a record; empty: a record is its place
 * @param eventTime the field that dates a record
 * @param updatedAt the field that tells which of two records with one key is the later
 * @param rejectsUnknownFields whether a member that no field reads rejects the record
 */
public record Contract(
        DatasetName dataset,
        Optional<String> description,
        int version,
        Fingerprint fingerprint,
        ZoneId timezone,
        Source source,
        List<Field> fields,
        List<String> primaryKey,
        Optional<String> eventTime,
        Optional<String> updatedAt,
        boolean rejectsUnknownFields,
        Quality quality,
        Optional<Star> star) {
    public Contract {
        fields = List.copyOf(fields);
        primaryKey = List.copyOf(primaryKey);
    }

    /** Visible columns of clean, in order; the hidden {@link Column#PLACE} and {@link Column#ORDER} follow them. */
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        FieldType text = FieldType.of(FieldType.Kind.STRING);
        for (Field field : fields) {
            if (field.isMasked()) {
                columns.add(new Column(field.name(), text, Column.Role.TOKEN, field.name()));
                columns.add(new Column(field.shownAs(), text, Column.Role.SHOWN, field.name()));
            } else {
                columns.add(new Column(field.name(), field.type(), Column.Role.VALUE, field.name()));
            }
        }
        return columns;
    }

    public Field field(String name) {
        return fields.stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Field not found: " + name + " in " + dataset));
    }

    /** Whether any field is masked, so that a mask key is needed. */
    public boolean hasMasks() {
        return fields.stream().anyMatch(Field::isMasked);
    }
}
