package dev.eider.staging.duckdb;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import dev.eider.contract.FieldType;
import dev.eider.contract.Place;
import dev.eider.contract.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What ranks records of one key: {@code updated_at}, else the raw batch's nominal time, in microseconds since 1970.
 */
final class RecordOrder {
    private static final long MICROS_OF_DAY = ChronoUnit.DAYS.getDuration().toSeconds() * 1_000_000;

    private final int column;
    private final long micros;
    private final long[] nominal;

    /**
     * @param column number of the column to rank by, -1 where the contract names none
     * @param micros microseconds of one unit of the column
     * @param nominal of the batch that each part belongs to
     */
    private RecordOrder(int column, long micros, long[] nominal) {
        this.column = column;
        this.micros = micros;
        this.nominal = nominal;
    }

    /** @param nominalTimes of the batch that each part belongs to */
    static RecordOrder of(Contract contract, List<Instant> nominalTimes) {
        long[] nominal = nominalTimes.stream()
                .mapToLong(time -> ChronoUnit.MICROS.between(Instant.EPOCH, time))
                .toArray();
        if (contract.updatedAt().isEmpty()) {
            return new RecordOrder(-1, 1, nominal);
        }
        String name = contract.updatedAt().get();
        List<Column> columns = contract.columns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.field().equals(name) && column.role() == Column.Role.VALUE) {
                boolean isDate = column.type().kind() == FieldType.Kind.DATE;
                return new RecordOrder(i, isDate ? MICROS_OF_DAY : 1, nominal);
            }
        }
        throw new IllegalArgumentException("Column not found: updated_at " + name + " in " + contract.dataset());
    }

    long of(Verdict.Row row, long place) {
        return column < 0 || row.isNull(column) ? nominal[Place.Stored.part(place)] : row.longAt(column) * micros;
    }
}
