package dev.eider.contract.read;

import dev.eider.contract.Audit;
import dev.eider.contract.Mart;
import dev.eider.contract.SqlDimension;
import java.util.Locale;

/** Makes marts, audits and dimensions of SQL files without problems. */
final class SqlBuilder {
    private SqlBuilder() {}

    static Mart mart(SqlFile file) {
        Block header = file.header();
        return new Mart(
                file.name(),
                Mart.Materialized.valueOf(header.text("materialized", "view").toUpperCase(Locale.ROOT)),
                header.texts("grain"),
                header.text("description", ""),
                header.names("columns"),
                file.sql());
    }

    static Audit audit(SqlFile file) {
        Block header = file.header();
        return new Audit(
                file.name(),
                Audit.Severity.valueOf(header.text("severity", "error").toUpperCase(Locale.ROOT)),
                header.text("description", ""),
                file.sql());
    }

    static SqlDimension dimension(SqlFile file) {
        Block header = file.header();
        return new SqlDimension(
                file.name(), header.text("natural_key").orElseThrow(), header.text("description", ""), file.sql());
    }
}
