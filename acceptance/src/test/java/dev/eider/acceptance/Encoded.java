package dev.eider.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Records of JSON as the payloads that producers of other formats would send, by the libraries of these formats. */
final class Encoded {
    private static final String PACKAGE = "acceptance";

    private final Schema avro;
    private final String proto;
    private final Descriptor message;

    /** @param avro a record, whose fields are null or a value; the message of Protobuf follows from it */
    Encoded(String avro) throws DescriptorValidationException {
        this.avro = new Schema.Parser().parse(avro);
        StringBuilder text = new StringBuilder("syntax = \"proto3\";\npackage ")
                .append(PACKAGE)
                .append(";\nimport \"google/protobuf/timestamp.proto\";\n");
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("records.proto")
                .setPackage(PACKAGE)
                .setSyntax("proto3")
                .addDependency("google/protobuf/timestamp.proto")
                .addMessageType(message(this.avro, text))
                .build();
        proto = text.toString();
        message = FileDescriptor.buildFrom(file, new FileDescriptor[] {TimestampProto.getDescriptor()})
                .findMessageTypeByName(this.avro.getName());
    }

    String avroSchema() {
        return avro.toString();
    }

    String protoSchema() {
        return proto;
    }

    private static DescriptorProto message(Schema record, StringBuilder text) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(record.getName());
        text.append("message ").append(record.getName()).append(" {\n");
        for (Schema.Field field : record.getFields()) {
            Schema type = value(field.schema());
            boolean isList = type.getType() == Schema.Type.ARRAY;
            Schema item = isList ? type.getElementType() : type;
            int number = field.pos() + 1;
            FieldDescriptorProto.Builder builder = FieldDescriptorProto.newBuilder()
                    .setName(field.name())
                    .setNumber(number)
                    .setLabel(isList ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
            String name = type(item, builder);
            if (item.getType() == Schema.Type.RECORD) {
                message.addNestedType(message(item, text));
            } else if (!isList && item.getLogicalType() == null) {
                builder.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
                message.addOneofDeclBuilder().setName("_" + field.name());
            }
            text.append(isList ? "repeated " : "optional ")
                    .append(name)
                    .append(' ')
                    .append(field.name())
                    .append(" = ")
                    .append(number)
                    .append(";\n");
            message.addField(builder);
        }
        text.append("}\n");
        return message.build();
    }

    private static Schema value(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes().get(1) : schema;
    }

    private static String type(Schema schema, FieldDescriptorProto.Builder field) {
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            field.setTypeName(".google.protobuf.Timestamp");
            return "google.protobuf.Timestamp";
        }
        switch (schema.getType()) {
            case LONG -> field.setType(Type.TYPE_INT64);
            case INT -> field.setType(Type.TYPE_INT32);
            case BYTES, DOUBLE -> field.setType(Type.TYPE_DOUBLE);
            case BOOLEAN -> field.setType(Type.TYPE_BOOL);
            case STRING -> field.setType(Type.TYPE_STRING);
            case RECORD -> {
                field.setTypeName(schema.getName());
                return schema.getName();
            }
            default -> throw new IllegalArgumentException(schema.toString());
        }
        return field.getType().name().replace("TYPE_", "").toLowerCase(Locale.ROOT);
    }

    /** In the frame of Confluent's serializer. */
    byte[] avro(JsonNode record, int id) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<>(avro).write(datum(avro, record), encoder);
        return out.toByteArray();
    }

    private static Object datum(Schema schema, JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return null;
        }
        Schema type = value(schema);
        if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return ByteBuffer.wrap(node.decimalValue()
                    .setScale(decimal.getScale())
                    .unscaledValue()
                    .toByteArray());
        }
        if (type.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return Instant.parse(node.textValue()).toEpochMilli();
        }
        return switch (type.getType()) {
            case LONG -> node.longValue();
            case INT -> node.intValue();
            case DOUBLE -> node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                node.forEach(item -> items.add(datum(type.getElementType(), item)));
                yield items;
            }
            case RECORD -> {
                GenericRecord record = new GenericData.Record(type);
                type.getFields()
                        .forEach(field -> record.put(field.pos(), datum(field.schema(), node.get(field.name()))));
                yield record;
            }
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    /** In the frame of Confluent's serializer, as the schema's first message. */
    byte[] protobuf(JsonNode record, int id) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 0).array());
        message(message, record).writeTo(out);
        return out.toByteArray();
    }

    private static DynamicMessage message(Descriptor type, JsonNode node) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            JsonNode value = node.get(field.getName());
            if (value != null && field.isRepeated()) {
                value.forEach(item -> builder.addRepeatedField(field, value(field, item)));
            } else if (value != null && !value.isNull()) {
                builder.setField(field, value(field, value));
            }
        }
        return builder.build();
    }

    private static Object value(FieldDescriptor field, JsonNode node) {
        return switch (field.getJavaType()) {
            case LONG -> node.longValue();
            case INT -> node.intValue();
            case DOUBLE -> node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            case MESSAGE -> {
                if (!field.getMessageType().getFullName().equals("google.protobuf.Timestamp")) {
                    yield message(field.getMessageType(), node);
                }
                Instant instant = Instant.parse(node.textValue());
                yield Timestamp.newBuilder()
                        .setSeconds(instant.getEpochSecond())
                        .setNanos(instant.getNano())
                        .build();
            }
            default -> throw new IllegalArgumentException(field.getFullName());
        };
    }

    /** As JSON with the frame of a serializer of JSON Schema. */
    static byte[] framedJson(JsonNode record, int id) {
        byte[] text = record.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + text.length)
                .put((byte) 0)
                .putInt(id)
                .put(text)
                .array();
    }
}
