package dev.eider.contract;

/**
 * Scalar type of a field. {@code precision} and {@code scale} are those of {@link Kind#DECIMAL} and zero for all others.
 */
public record FieldType(Kind kind, int precision, int scale) {
    /** What a value is, whatever its size. */
    public enum Kind {
        BOOLEAN,
        INTEGER,
        BIGINT,
        DECIMAL,
        DOUBLE,
        STRING,
        DATE,
        TIME,
        TIMESTAMP,
        UUID,
        JSON
    }

    /** Digits that a DECIMAL may have at most, in Parquet, DuckDB and Spark alike. */
    public static final int PRECISION_MAX = 38;

    public FieldType {
        if (kind == Kind.DECIMAL) {
            if (precision < 1 || precision > PRECISION_MAX || scale < 0 || scale > precision) {
                throw new IllegalArgumentException(
                        "Invalid type: decimal(" + precision + "," + scale + ") (1 <= p <= 38, 0 <= s <= p)");
            }
        } else if (precision != 0 || scale != 0) {
            throw new IllegalArgumentException("Invalid type: " + kind + " has no precision");
        }
    }

    public static FieldType of(Kind kind) {
        return new FieldType(kind, 0, 0);
    }

    public static FieldType decimal(int precision, int scale) {
        return new FieldType(Kind.DECIMAL, precision, scale);
    }

    /** The type's name in SQL; a uuid and a json are kept as text. Timestamps are UTC without a zone, in microseconds. */
    public String sql() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + "," + scale + ")";
            case STRING, UUID, JSON -> "VARCHAR";
            default -> kind.name();
        };
    }
}
