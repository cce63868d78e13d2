package dev.eider.core;

import java.util.List;
import java.util.Optional;

/** The calendar: a row a day, without holes from the first day that a fact has to the last. */
final class TimeDimension {
    static final String TABLE = "time_dimension";
    static final String ID = "time_id";
    static final String COMMENT = "A day of the calendar.";

    static final List<StarColumn> COLUMNS = List.of(
            StarColumn.required(ID, "INTEGER").commented("The day as yyyymmdd."),
            StarColumn.required("year", "INTEGER"),
            StarColumn.optional("quarter", "INTEGER"),
            StarColumn.required("month", "INTEGER"),
            StarColumn.required("day", "INTEGER"),
            StarColumn.optional("weekday", "VARCHAR").commented("Monday to Sunday."),
            new StarColumn("is_weekend", "BOOLEAN", false, Optional.of("Saturday or Sunday.")));

    private TimeDimension() {}

    /** A SELECT of the calendar's rows, in the order of {@link #COLUMNS}. */
    static String select(long first, long last) {
        return """
                SELECT (year(d) * 10000 + month(d) * 100 + day(d))::INTEGER, year(d), quarter(d), month(d), day(d),
                       dayname(d), isodow(d) >= 6
                FROM (SELECT unnest(generate_series(strptime('%d', '%%Y%%m%%d'), strptime('%d', '%%Y%%m%%d'), INTERVAL 1 DAY)) AS d)
                """.formatted(first, last);
    }
}
