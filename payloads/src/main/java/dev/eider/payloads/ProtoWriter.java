package dev.eider.payloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eider.payloads.ProtoMessage.Arity;
import dev.eider.payloads.ProtoMessage.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * Plain JSON in Protobuf's wire format, such that {@link ProtoDecoder} gives the same back. What the schema has no place
 * for is refused, and so is a field without presence that is not there, since it would be read as a zero.
 */
final class ProtoWriter implements Encoder {
    private final ProtoMessage root;

    ProtoWriter(ProtoMessage root) {
        this.root = root;
    }

    @Override
    public boolean isOfObjects() {
        return root.form() == ProtoMessage.Form.OBJECT;
    }

    @Override
    public void encode(JsonNode value, OutputStream out) throws RefusedException, IOException {
        out.write(message(root, value));
    }

    private static byte[] message(ProtoMessage type, JsonNode node) throws RefusedException {
        ProtoOutput out = new ProtoOutput();
        switch (type.form()) {
            case OBJECT -> object(type, node, out);
            case VALUE -> field(valueField(type, node), node, out);
            case TIMESTAMP -> {
                Instant moment = Exactly.moment(node);
                ProtoForms.requireTimestamp(moment.getEpochSecond(), moment.getNano());
                numbers(out, moment.getEpochSecond(), moment.getNano());
            }
            case DURATION -> duration(node, out);
            case DECIMAL -> {
                BigDecimal value = Exactly.decimal(node);
                out.tag(1, ProtoScalar.LENGTH);
                out.bytes(value.unscaledValue().toByteArray());
                out.tag(2, ProtoScalar.VARINT);
                out.varint(value.precision());
                out.tag(3, ProtoScalar.VARINT);
                out.varint(value.scale());
            }
        }
        return out.toByteArray();
    }

    private static void numbers(ProtoOutput out, long first, long second) {
        out.tag(1, ProtoScalar.VARINT);
        out.varint(first);
        out.tag(2, ProtoScalar.VARINT);
        out.varint(second);
    }

    private static void duration(JsonNode node, ProtoOutput out) throws RefusedException {
        String text = Exactly.text(node);
        if (!text.endsWith("s")) {
            throw Exactly.not("a duration like 1.5s");
        }
        BigDecimal seconds = Exactly.decimal(TextNode.valueOf(text.substring(0, text.length() - 1)));
        try {
            BigDecimal nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9);
            long whole = seconds.toBigInteger().longValueExact();
            ProtoForms.requireDuration(whole, nanos.intValueExact());
            numbers(out, whole, nanos.intValueExact());
        } catch (ArithmeticException e) {
            throw Exactly.not("a duration of so few digits of a second as the schema has");
        }
    }

    private static void object(ProtoMessage type, JsonNode node, ProtoOutput out) throws RefusedException {
        if (!node.isObject()) {
            throw Exactly.not("an object");
        }
        BitSet chosen = new BitSet();
        int found = 0;
        for (Field field : type.fields()) {
            JsonNode value = node.path(field.name());
            found += value.isMissingNode() ? 0 : 1;
            try {
                if (!value.isMissingNode() && !value.isNull()) {
                    if (field.oneOf() >= 0) {
                        choose(field.oneOf(), chosen);
                    }
                    field(field, value, out);
                } else if (field.arity() != Arity.EXPLICIT) {
                    throw Exactly.not("there, and the schema would read it as empty or zero");
                } else if (field.isRequired()) {
                    throw Exactly.not("there");
                }
            } catch (RefusedException e) {
                throw e.of(field.name());
            }
        }
        if (found < node.size()) {
            throw RefusedException.tooMuch();
        }
    }

    private static void choose(int oneOf, BitSet chosen) throws RefusedException {
        if (chosen.get(oneOf)) {
            throw Exactly.not("the only one of its oneof");
        }
        chosen.set(oneOf);
    }

    /** The one field of a wrapper; of {@code google.protobuf.Value} the one for this kind of value. */
    private static Field valueField(ProtoMessage type, JsonNode node) {
        if (type.fields().length == 1) {
            return type.fields()[0];
        }
        String name = switch (node.getNodeType()) {
            case ARRAY -> "list_value";
            case OBJECT -> "struct_value";
            case BOOLEAN -> "bool_value";
            case NUMBER -> "number_value";
            case NULL -> "null_value";
            default -> "string_value";
        };
        return Arrays.stream(type.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void field(Field field, JsonNode node, ProtoOutput out) throws RefusedException {
        switch (field.arity()) {
            case LIST -> {
                if (!node.isArray()) {
                    throw Exactly.not("a list");
                }
                for (JsonNode item : node) {
                    one(field, item, out);
                }
            }
            case MAP -> {
                if (!node.isObject()) {
                    throw Exactly.not("an object");
                }
                for (Map.Entry<String, JsonNode> entry : node.properties()) {
                    ProtoOutput pair = new ProtoOutput();
                    one(field.type().fields()[0], TextNode.valueOf(entry.getKey()), pair);
                    one(field.type().fields()[1], entry.getValue(), pair);
                    out.tag(field.number(), ProtoScalar.LENGTH);
                    out.bytes(pair.toByteArray());
                }
            }
            case IMPLICIT, EXPLICIT -> one(field, node, out);
        }
    }

    private static void one(Field field, JsonNode node, ProtoOutput out) throws RefusedException {
        out.tag(field.number(), field.wireType());
        if (field.scalar() != null) {
            field.scalar().writer().write(node, out);
        } else {
            out.bytes(message(field.type(), node));
        }
    }
}
