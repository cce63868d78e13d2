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
 * @param derive of what its value is made, where it stands nowhere; then {@code from} means nothing
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
        List<String> formats,
        Optional<DerivedId.Parts> derive) {
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
                List.of(),
                Optional.empty());
    }

    public Field require() {
        return with(from, true, mask, formats, derive);
    }

    public Field masked(Mask how) {
        return with(from, required, Optional.of(how), formats, derive);
    }

    /** The same field with its dates and times in these pictures. */
    public Field readAs(List<String> pictures) {
        return with(from, required, mask, pictures, derive);
    }

    /** The same field, its value from another place. */
    public Field takenFrom(FieldPath path) {
        return with(path, required, mask, formats, Optional.empty());
    }

    /** The same field, its value a {@link DerivedId}. */
    public Field derivedFrom(DerivedId.Parts parts) {
        return with(from, required, mask, formats, Optional.of(parts));
    }

    private Field with(
            FieldPath path,
            boolean isRequired,
            Optional<Mask> shown,
            List<String> pictures,
            Optional<DerivedId.Parts> parts) {
        return new Field(
                name,
                type,
                path,
                isRequired,
                allowed,
                pattern,
                minimum,
                maximum,
                minLength,
                maxLength,
                shown,
                description,
                pictures,
                parts);
    }

    public boolean isMasked() {
        return mask.isPresent();
    }

    /** Name of the column that shows the value: {@code masked_<name>} for a masked field, else its own. */
    public String shownAs() {
        return isMasked() ? "masked_" + name : name;
    }
}
