package dev.eider.contract.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Field;
import dev.eider.contract.FieldPath;
import dev.eider.contract.FieldType;
import dev.eider.contract.Mask;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldRulesTest {
    @TempDir
    Path root;

    @Test
    void readsEveryRule() {
        Field field =
                field("{type: string, from: \"$.a['b c'].d\", required: true, enum: [A1, B2], pattern: '[A-Z]\\d',"
                        + " min_length: 1, max_length: 2, mask: redact, description: \"Why, and not what.\"}");

        assertThat(field.type()).isEqualTo(FieldType.of(FieldType.Kind.STRING));
        assertThat(field.from()).isEqualTo(FieldPath.of("a", "b c", "d"));
        assertThat(field.required()).isTrue();
        assertThat(field.allowed()).containsExactly("A1", "B2");
        assertThat(field.pattern()).contains("[A-Z]\\d");
        assertThat(field.minLength()).hasValue(1);
        assertThat(field.maxLength()).hasValue(2);
        assertThat(field.mask()).contains(Mask.REDACT);
        assertThat(field.description()).contains("Why, and not what.");
    }

    @Test
    void readsNumbersExactly() {
        Field field = field("{type: \"decimal(38,20)\", minimum: -0.10000000000000000001, maximum: 1e3}");

        assertThat(field.minimum()).contains(new BigDecimal("-0.10000000000000000001"));
        assertThat(field.maximum()).hasValueSatisfying(most -> assertThat(most).isEqualByComparingTo("1000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string | NEW | NEW",
                "boolean | true | true",
                "integer | 0x10 | 16",
                "bigint | -9223372036854775808 | -9223372036854775808",
                "decimal(5,2) | 1 | 1.00",
                "decimal(5,2) | 1.50000 | 1.50",
                "double | 1e3 | 1000.0",
                "date | 2024-02-29 | 2024-02-29",
                "uuid | 00000000-0000-0000-0000-0000000000AF | 00000000-0000-0000-0000-0000000000af",
            })
    void keepsAnEnumInTheFormOfItsType(String type, String value, String canonical) {
        assertThat(field("{type: \"%s\", enum: %s}".formatted(type, value)).allowed())
                .containsExactly(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: integer, enum: 2147483648} | Invalid enum: 2147483648 (does not fit type integer)",
                "{type: integer, enum: [1, 1.0]} | Invalid enum: 1.0 (does not fit type integer)",
                "{type: 'decimal(3,1)', enum: 1.25} | Invalid enum: 1.25 (does not fit type decimal(3,1))",
                "{type: 'decimal(3,1)', enum: 100} | Invalid enum: 100 (does not fit type decimal(3,1))",
                "{type: date, enum: 2023-02-29} | Invalid enum: 2023-02-29 (does not fit type date)",
                "{type: json, enum: x} | Invalid enum: x (type json has no enum)",
                "{type: string, enum: [A, A]} | Invalid enum: A (named twice)",
                "{type: string, enum: []} | Invalid enum: an empty list (at least one)",
                "{type: string, minimum: 1} | Invalid minimum: on type string (only on numbers)",
                "{type: bigint, pattern: x} | Invalid pattern: on type bigint (only on strings)",
                "{type: string, pattern: '(?=a)'} | Invalid pattern: (?=a) (RE2: invalid or unsupported Perl syntax)",
                "{type: string, min_length: 3, max_length: 2} | Invalid min_length: 3 (more than max_length: 2)",
                "{type: string, min_length: -1} | Invalid min_length: -1 (a whole number from 0 to 2147483647)",
                "{type: string, required: yes} | Invalid required: yes (true or false)",
                "{type: string, mask: last3} | Invalid mask: last3 (one of last4, redact, token). Did you mean 'last4'?",
                "{type: string, from: a} | Invalid from: a (a path such as $.a.b or $['a b']; no wildcards, filters or indices). Did you mean '$.a'?",
                "{type: string, from: '$.a[0]'} | Invalid from: $.a[0] (a path such as $.a.b or $['a b']; no wildcards, filters or indices)",
                "{type: string, from: $meta.topic} | Invalid from: $meta.topic (only records of topics have it)",
                "{type: string, from: [$.a, $.b]} | Not supported yet: from as a list",
                "{type: date, format: '%d/%m'} | Invalid format: %d/%m (a whole date: %Y or %y, %m, %d; or a time: %H, %M)",
                "{type: timestamp, format: '%F'} | Invalid format: %F (no whole timestamp)",
                "{type: date, format: ['%d/%m/%Y', '%m/%d/%Y']} | Invalid format: %m/%d/%Y (a text has two readings, the other by %d/%m/%Y)",
                "{type: double, format: '1,234.56'} | Not supported yet: format on type double",
                "{type: string, format: '%F'} | Invalid format: on type string (only on dates, times and numbers)",
                "{type: int} | Invalid type: int (boolean integer bigint decimal(p,s) double string date time timestamp uuid json). Did you mean 'integer'?",
                "{type: 'string[]'} | Not supported yet: lists as types, string[]",
                "{type: 'decimal(39,2)'} | Invalid type: decimal(39,2) (decimal(p,s) with 1 <= p <= 38 and 0 <= s <= p)",
                "{type: null} | Invalid type: no value (a type such as string, bigint or decimal(18,2))",
                "[string] | Invalid f: a list (a text, or a mapping)",
                "{form: $.f} | Missing key: type (required in field)",
            })
    void refusesRulesThatDoNotFit(String field, String problem) {
        Folder folder = Folder.bank(root).changed("datasets/transaction.yaml", "  status: string", "  f: " + field);

        assertThat(folder.problems())
                .anySatisfy(p -> assertThat(p)
                        .startsWith("datasets/transaction.yaml:12:")
                        .endsWith(": " + problem));
    }

    @Test
    void readsPicturesOfDates() {
        assertThat(field("{type: date, format: '%y%m%d'}").formats()).containsExactly("%y%m%d");
        assertThat(field("{type: timestamp, format: ['%d/%m/%Y %H:%M', '%F %T']}")
                        .formats())
                .hasSize(2);
    }

    private Field field(String text) {
        return Folder.bank(root)
                .changed("datasets/transaction.yaml", "  status: string", "  f: " + text)
                .project()
                .datasets()
                .get(0)
                .field("f");
    }
}
