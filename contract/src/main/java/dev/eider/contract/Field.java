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
        Optional<String> description) {
    public Field {
        allowed = List.copyOf(allowed);
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
                Optional.empty());
    }

    public Field require() {
        return new Field(
                name, type, from, true, allowed, pattern, minimum, maximum, minLength, maxLength, mask, description);
    }

    public Field masked(Mask how) {
        return new Field(
                name,
                type,
                from,
                required,
                allowed,
                pattern,
                minimum,
                maximum,
                minLength,
                maxLength,
                Optional.of(how),
                description);
    }

    public boolean isMasked() {
        return mask.isPresent();
    }

    /** Name of the column that shows the value: {@code masked_<name>} for a masked field, else its own. */
    public String shownAs() {
        return isMasked() ? "masked_" + name : name;
    }
}
