package dev.eider.sandbox.kafka;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eider.sandbox.BankTransactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/** Writes the bank's transactions in a format, framed with a schema's id where there is a registry. Not thread-safe. */
final class TransactionEncoder {
    private static final ObjectMapper READER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String[] TEXTS_AFTER_DURATION = {
        "status", "source_system", "timestamp", "customer_region", "account_type"
    };
    private static final int MAGIC = 0;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private final BankTransactions bank;
    private final TransactionFormat format;
    private final OptionalInt schemaId;

    TransactionEncoder(BankTransactions bank, TransactionFormat format, OptionalInt schemaId) {
        this.bank = bank;
        this.format = format;
        this.schemaId = schemaId;
    }

    byte[] value(long rank) {
        byte[] json = isSentDirty(rank) ? bank.json(rank) : bank.cleanJson(rank);
        if (format == TransactionFormat.JSON && schemaId.isEmpty()) {
            return json;
        }
        WireBuffer out = new WireBuffer();
        if (schemaId.isPresent()) {
            out.put(MAGIC).bigEndian(schemaId.getAsInt());
        }
        switch (format) {
            case JSON -> out.put(json);
            case AVRO -> avro(read(json), out);
            case PROTOBUF -> {
                if (schemaId.isPresent()) {
                    // The place of the message in its file: the first one.
                    out.put(0);
                }
                protobuf(read(json), out);
            }
        }
        return out.toBytes();
    }

    /** True if something is wrong with the record and the format lets it be seen. */
    boolean isSentDirty(long rank) {
        return bank.dirty(rank).filter(format::canBe).isPresent();
    }

    /** A field of the record, as text; of a record where nothing is wrong. */
    String field(long rank, String name) {
        return read(bank.cleanJson(rank)).path(name).asText();
    }

    private static JsonNode read(byte[] json) {
        try {
            return READER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void avro(JsonNode record, WireBuffer out) {
        if (record.path("transaction_id").isNumber()) {
            out.zigzag(1).zigzag(record.path("transaction_id").longValue());
        } else {
            out.zigzag(0);
        }
        avroText(record, "account_number", out);
        if (record.path("amount").isNumber()) {
            byte[] unscaled = record.path("amount")
                    .decimalValue()
                    .setScale(2)
                    .unscaledValue()
                    .toByteArray();
            out.zigzag(1).zigzag(unscaled.length).put(unscaled);
        } else {
            out.zigzag(0);
        }
        out.littleEndian(record.path("processing_duration").doubleValue());
        for (String name : TEXTS_AFTER_DURATION) {
            avroText(record, name, out);
        }
    }

    private static void avroText(JsonNode record, String name, WireBuffer out) {
        byte[] text = WireBuffer.utf8(record.path(name).asText());
        out.zigzag(text.length).put(text);
    }

    private static void protobuf(JsonNode record, WireBuffer out) {
        if (record.path("transaction_id").isNumber()) {
            tag(1, VARINT, out).varint(record.path("transaction_id").longValue());
        }
        protobufText(record, "account_number", 2, out);
        if (record.path("amount").isNumber()) {
            tag(3, FIXED64, out).littleEndian(record.path("amount").doubleValue());
        }
        tag(4, FIXED64, out).littleEndian(record.path("processing_duration").doubleValue());
        for (int i = 0; i < TEXTS_AFTER_DURATION.length; i++) {
            protobufText(record, TEXTS_AFTER_DURATION[i], 5 + i, out);
        }
    }

    private static void protobufText(JsonNode record, String name, int number, WireBuffer out) {
        byte[] text = WireBuffer.utf8(record.path(name).asText());
        tag(number, BYTES, out).varint(text.length).put(text);
    }

    private static WireBuffer tag(int number, int type, WireBuffer out) {
        return out.varint(((long) number << 3) | type);
    }
}
