package dev.eider.sandbox.kafka;

import dev.eider.sandbox.Dirty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** What the bank's transactions are written as. */
public enum TransactionFormat {
    /** As the API has them. */
    JSON("JSON", "transaction.json"),
    /** Fields may be null; an amount is a decimal of two digits after the point, which cannot hold letters or more. */
    AVRO(
            "AVRO",
            "transaction.avsc",
            Dirty.WRONG_TYPE,
            Dirty.TOO_MANY_DECIMALS,
            Dirty.DUPLICATE_FIELD,
            Dirty.UNKNOWN_FIELD),
    /** Fields may be absent; an amount is a double, which cannot hold letters. */
    PROTOBUF("PROTOBUF", "transaction.proto", Dirty.WRONG_TYPE, Dirty.DUPLICATE_FIELD, Dirty.UNKNOWN_FIELD);

    private final String type;
    private final String file;
    private final Set<Dirty> impossible = EnumSet.noneOf(Dirty.class);

    TransactionFormat(String type, String file, Dirty... impossible) {
        this.type = type;
        this.file = file;
        this.impossible.addAll(Set.of(impossible));
    }

    /** As registries call it. */
    String type() {
        return type;
    }

    /** The schema, as a registry or a file beside a contract has it. */
    public String schema() {
        try (InputStream in = TransactionFormat.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False for what the format rules out: such a record is sent as if nothing were wrong with it. */
    public boolean canBe(Dirty dirty) {
        return !impossible.contains(dirty);
    }
}
