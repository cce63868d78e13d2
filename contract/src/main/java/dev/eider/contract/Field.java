package dev.eider.contract;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One field of a contract: where it comes from, its type and the rules that each value must keep.
 *
 * @param from where the value stands in the record
 * @param allowed the enum, as texts in the canonical form of the type; empty means any
 * @param pattern an RE2 expression that the whole text must match
 * @param minimum least value of a number
 * @param minLength least length of a string, in code points
 * @param formats strptime pictures of a date, time or timestamp, tried in order; empty means ISO 8601
 */
public record Field(
        String name,
        FieldType type,
        FieldPath from,
        boolean required,
        List<String> allowed,
        Optional<String> pattern,
        Optional<BigDecimal> minimum,
        Optional<BigDecimal> maximum,
        OptionalInt minLength,
        OptionalInt maxLength,
        Optional<Mask> mask,
        Optional<String> description,
        List<String> formats) {
    public Field {
        allowed = List.copyOf(allowed);
        formats = List.copyOf(formats);
    }

    /** An optional field without rules, taken from the member of its own name. */
    public static Field of(String name, FieldType type) {
        return new Field(
                name,
                type,
                FieldPath.of(name),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    public Field require() {
        return with(true, mask, formats);
    }

    public Field masked(Mask how) {
        return with(required, Optional.of(how), formats);
    }

    /** The same field with its dates and times in these pictures. */
    public Field readAs(List<String> pictures) {
        return with(required, mask, pictures);
    }

    private Field with(boolean isRequired, Optional<Mask> shown, List<String> pictures) {
        return new Field(
                name,
                type,
                from,
                isRequired,
                allowed,
                pattern,
                minimum,
                maximum,
                minLength,
                maxLength,
                shown,
                description,
                pictures);
    }

    public boolean isMasked() {
        return mask.isPresent();
    }

    /** Name of the column that shows the value: {@code masked_<name>} for a masked field, else its own. */
    public String shownAs() {
        return isMasked() ? "masked_" + name : name;
    }
}
