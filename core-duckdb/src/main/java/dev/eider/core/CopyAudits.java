package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.zones.Context;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of a copy that is to be published, as a reader would open it. */
final class CopyAudits {
    private CopyAudits() {}

    /** @throws EiderException of code AUDIT_FAILED where the copy is not what was loaded */
    static void check(Path copy, Context context, Map<String, Long> rows) throws EiderException {
        try (Session session = Session.reading(copy, context.limits(), context.scratch())) {
            if (!Tables.rows(session).equals(rows)) {
                throw failed("copy_rows", "other numbers of rows than were loaded");
            }
            for (List<@Nullable String> view : session.rows(
                    "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' ORDER BY 1")) {
                session.run("SELECT * FROM main." + Sql.name(String.valueOf(view.get(0))) + " LIMIT 1");
            }
        } catch (SQLException e) {
            EiderException failure = failed("copy_opens", "that DuckDB cannot read it");
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private static EiderException failed(String audit, String found) {
        return new EiderException(
                ErrorCode.AUDIT_FAILED,
                "Cannot publish: audit " + audit + " found " + found,
                "Readers keep the generation before; load again");
    }
}
