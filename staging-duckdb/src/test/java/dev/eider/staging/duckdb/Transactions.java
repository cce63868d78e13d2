package dev.eider.staging.duckdb;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.Field;
import dev.eider.contract.FieldPath;
import dev.eider.contract.FieldType;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.MaskKey;
import dev.eider.contract.Paginator;
import dev.eider.contract.Quality;
import dev.eider.contract.Source;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Contracts of a dataset for tests; all that is not said is a harmless default. */
record Transactions(
        List<Field> fields,
        List<String> primaryKey,
        Optional<String> eventTime,
        Optional<String> updatedAt,
        ZoneId zone,
        Quality quality) {
    static final MaskKey KEY = MaskKey.of("a key for tests, nothing else...");

    /** Any share of rejects passes. */
    static final Quality LENIENT = new Quality(BigDecimal.ONE, 0, OptionalLong.empty());

    static Transactions of(Field... fields) {
        return new Transactions(
                List.of(fields), List.of(), Optional.empty(), Optional.empty(), ZoneOffset.UTC, LENIENT);
    }

    static Field text(String name) {
        return field(name, FieldType.Kind.STRING);
    }

    static Field field(String name, FieldType.Kind kind) {
        return Field.of(name, FieldType.of(kind));
    }

    static Contract contract(List<Field> fields, List<String> primaryKey, Optional<String> eventTime) {
        return new Transactions(fields, primaryKey, eventTime, Optional.empty(), ZoneOffset.UTC, LENIENT).contract();
    }

    Transactions keyedBy(String... names) {
        return new Transactions(fields, List.of(names), eventTime, updatedAt, zone, quality);
    }

    Transactions datedBy(String name) {
        return new Transactions(fields, primaryKey, Optional.of(name), updatedAt, zone, quality);
    }

    Transactions updatedAt(String name) {
        return new Transactions(fields, primaryKey, eventTime, Optional.of(name), zone, quality);
    }

    Transactions in(ZoneId place) {
        return new Transactions(fields, primaryKey, eventTime, updatedAt, place, quality);
    }

    Transactions gatedBy(Quality gate) {
        return new Transactions(fields, primaryKey, eventTime, updatedAt, zone, gate);
    }

    Contract contract() {
        return new Contract(
                new DatasetName("transaction"),
                Optional.empty(),
                1,
                new Fingerprint("0".repeat(64)),
                zone,
                source(),
                fields,
                primaryKey,
                eventTime,
                updatedAt,
                false,
                quality,
                Optional.empty());
    }

    private static Source source() {
        return new Source.Api(
                "bank",
                "/transactions",
                Map.of(),
                Map.of(),
                FieldPath.of("data"),
                new Paginator.HeaderLink(Paginator.MAXIMUM_PAGE),
                Optional.empty(),
                Optional.empty(),
                Source.OnBadPage.FAIL);
    }
}
