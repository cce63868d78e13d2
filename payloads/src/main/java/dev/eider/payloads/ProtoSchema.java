package dev.eider.payloads;

import com.squareup.wire.schema.Field.Label;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.TypeElement;
import dev.eider.contract.Limits;
import dev.eider.payloads.ProtoMessage.Arity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The text of a .proto file, with those that it imports: its messages by their place or name. Not thread-safe. */
final class ProtoSchema {
    private static final List<String> BUILT_IN = List.of("google.proto", "types.proto", "confluent.proto");
    private static final int BRACES_MAX = 64;
    private static final Location NOWHERE = Location.get("schema.proto");

    private record Declared(TypeElement type, String fullName, boolean isImplicit) {}

    private final ProtoFileElement file;
    private final Limits limits;
    private final Map<String, Declared> types = new HashMap<>();
    private final Map<String, ProtoMessage> messages = new HashMap<>();
    private final Map<String, Decoder> decoders = new HashMap<>();
    private @Nullable Decoder first;
    private boolean isUnreadable;

    /** @throws RefusedException where the text is no schema, or one that is not supported */
    ProtoSchema(String text, List<WrittenSchema.Reference> references, Limits limits) throws RefusedException {
        this.limits = limits;
        for (String name : BUILT_IN) {
            declare(parse(builtIn(name)));
        }
        file = parse(text);
        declare(file);
        for (WrittenSchema.Reference reference : references) {
            declare(parse(reference.text()));
        }
    }

    private static ProtoFileElement parse(String text) throws RefusedException {
        int open = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (open > BRACES_MAX) {
                throw Schemas.unreadable();
            }
        }
        try {
            return ProtoParser.Companion.parse(NOWHERE, text);
        } catch (RuntimeException | StackOverflowError e) {
            throw Schemas.unreadable();
        }
    }

    private static String builtIn(String name) {
        try (InputStream in = Objects.requireNonNull(ProtoSchema.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void declare(ProtoFileElement parsed) throws RefusedException {
        String syntax =
                parsed.getSyntax() == null ? "proto2" : parsed.getSyntax().toString();
        if (!syntax.equals("proto2") && !syntax.equals("proto3")) {
            throw Schemas.unreadable();
        }
        String name = parsed.getPackageName();
        declare(name == null ? "" : name + '.', parsed.getTypes(), syntax.equals("proto3"));
    }

    private void declare(String scope, List<TypeElement> declared, boolean isImplicit) {
        for (TypeElement type : declared) {
            String name = scope + type.getName();
            types.putIfAbsent(name, new Declared(type, name, isImplicit));
            declare(name + '.', type.getNestedTypes(), isImplicit);
        }
    }

    /** The first message of the file: the usual one. */
    Decoder first() throws RefusedException {
        Decoder known = first;
        if (known == null) {
            known = at(new int[] {0});
            first = known;
        }
        return known;
    }

    /** Writes the first message of the file. */
    Encoder encoder() throws RefusedException {
        return new ProtoWriter(root(name(new int[] {0})));
    }

    /** The message with that number among the file's messages, or within it among its messages, and so on. */
    Decoder at(int[] path) throws RefusedException {
        String key = Arrays.toString(path);
        Decoder known = decoders.get(key);
        if (known != null) {
            return known;
        }
        Decoder decoder = new ProtoDecoder(root(name(path)), limits);
        decoders.put(key, decoder);
        return decoder;
    }

    private String name(int[] path) throws RefusedException {
        List<TypeElement> level = file.getTypes();
        String scope = file.getPackageName() == null ? "" : file.getPackageName() + '.';
        String name = "";
        for (int index : path) {
            List<String> names = level.stream()
                    .filter(MessageElement.class::isInstance)
                    .map(TypeElement::getName)
                    .toList();
            if (index < 0 || index >= names.size()) {
                throw RefusedException.undecodable("a message that the schema does not have");
            }
            name = scope + names.get(index);
            scope = name + '.';
            level = Objects.requireNonNull(types.get(name)).type().getNestedTypes();
        }
        return name;
    }

    /** The message of that name, with or without what is around it. */
    Optional<Decoder> named(String name) throws RefusedException {
        Decoder known = decoders.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Declared found = resolve(file.getPackageName() == null ? "" : file.getPackageName(), name);
        if (found == null || !(found.type() instanceof MessageElement)) {
            return Optional.empty();
        }
        Decoder decoder = new ProtoDecoder(root(found.fullName()), limits);
        decoders.put(name, decoder);
        return Optional.of(decoder);
    }

    /** A message with all that it holds; where one of them cannot be read, none of this file can any more. */
    private ProtoMessage root(String fullName) throws RefusedException {
        if (isUnreadable) {
            throw Schemas.unreadable();
        }
        isUnreadable = true;
        try {
            ProtoMessage message = message(fullName);
            isUnreadable = false;
            return message;
        } catch (RuntimeException | StackOverflowError e) {
            throw Schemas.unreadable();
        }
    }

    private ProtoMessage message(String fullName) throws RefusedException {
        ProtoMessage known = messages.get(fullName);
        if (known != null) {
            return known;
        }
        Declared declared = types.get(fullName);
        if (declared == null || !(declared.type() instanceof MessageElement element)) {
            throw Schemas.unreadable();
        }
        if (!element.getGroups().isEmpty()) {
            throw Schemas.unreadable();
        }
        ProtoMessage message = new ProtoMessage(ProtoDecoder.form(fullName));
        messages.put(fullName, message);
        List<ProtoMessage.Field> fields = new ArrayList<>();
        for (FieldElement field : element.getFields()) {
            fields.add(field(field, declared, fields.size(), -1));
        }
        List<OneOfElement> oneOfs = element.getOneOfs();
        for (int group = 0; group < oneOfs.size(); group++) {
            for (FieldElement field : oneOfs.get(group).getFields()) {
                fields.add(field(field, declared, fields.size(), group));
            }
        }
        message.fields(fields, oneOfs.size());
        return message;
    }

    private ProtoMessage.Field field(FieldElement field, Declared in, int index, int oneOf) throws RefusedException {
        String name = field.getName();
        if (field.getTag() < 1) {
            throw Schemas.unreadable();
        }
        String type = field.getType();
        if (type.startsWith("map<")) {
            ProtoMessage entry = entry(type.substring("map<".length(), type.length() - 1), in);
            return new ProtoMessage.Field(index, field.getTag(), name, Arity.MAP, null, entry, oneOf, false);
        }
        ProtoScalar scalar = scalar(type, in);
        ProtoMessage message = scalar == null ? message(resolved(type, in).fullName()) : null;
        boolean isImplicit = in.isImplicit() && field.getLabel() == null && oneOf < 0 && scalar != null;
        Arity arity = field.getLabel() == Label.REPEATED ? Arity.LIST : isImplicit ? Arity.IMPLICIT : Arity.EXPLICIT;
        return new ProtoMessage.Field(
                index, field.getTag(), name, arity, scalar, message, oneOf, field.getLabel() == Label.REQUIRED);
    }

    private ProtoMessage entry(String keyAndValue, Declared in) throws RefusedException {
        int comma = keyAndValue.indexOf(',');
        ProtoScalar key = ProtoScalar.named(
                comma < 0 ? "" : keyAndValue.substring(0, comma).strip());
        if (key == null) {
            throw Schemas.unreadable();
        }
        String type = keyAndValue.substring(comma + 1).strip();
        ProtoScalar value = scalar(type, in);
        ProtoMessage message = value == null ? message(resolved(type, in).fullName()) : null;
        ProtoMessage entry = new ProtoMessage(ProtoMessage.Form.OBJECT);
        entry.fields(
                List.of(
                        new ProtoMessage.Field(0, 1, "", Arity.IMPLICIT, key.quoted(), null, -1, false),
                        new ProtoMessage.Field(1, 2, "", Arity.IMPLICIT, value, message, -1, false)),
                0);
        return entry;
    }

    private @Nullable ProtoScalar scalar(String type, Declared in) throws RefusedException {
        ProtoScalar scalar = ProtoScalar.named(type);
        if (scalar != null) {
            return scalar;
        }
        Declared found = resolved(type, in);
        if (!(found.type() instanceof EnumElement element)) {
            return null;
        }
        boolean isNull = found.fullName().equals(ProtoForms.NULL_VALUE);
        Map<Integer, byte[]> names = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        element.getConstants().forEach(constant -> {
            numbers.put(isNull ? "null" : constant.getName(), constant.getTag());
            names.putIfAbsent(constant.getTag(), JsonBuffer.ascii(isNull ? "null" : '"' + constant.getName() + '"'));
        });
        if (names.isEmpty()) {
            throw Schemas.unreadable();
        }
        byte[] first =
                Objects.requireNonNull(names.get(element.getConstants().get(0).getTag()));
        return ProtoScalar.enumeration(names, numbers, new String(first, StandardCharsets.US_ASCII));
    }

    private Declared resolved(String type, Declared in) throws RefusedException {
        Declared found = resolve(in.fullName(), type);
        if (found == null) {
            throw Schemas.unreadable();
        }
        return found;
    }

    /** The type of that name seen from a scope: the innermost one wins. */
    private @Nullable Declared resolve(String scope, String name) {
        if (name.startsWith(".")) {
            return types.get(name.substring(1));
        }
        String around = scope;
        while (!around.isEmpty()) {
            Declared found = types.get(around + '.' + name);
            if (found != null) {
                return found;
            }
            around = around.substring(0, Math.max(around.lastIndexOf('.'), 0));
        }
        return types.get(name);
    }
}
