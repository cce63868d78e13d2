package dev.eider.core;

import dev.eider.contract.Audit;
import dev.eider.contract.EiderException;
import dev.eider.contract.Mart;
import dev.eider.contract.Project;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The star of a project without a row, in memory, to try the project's SQL on. */
public final class EmptyStar {
    private EmptyStar() {}

    /**
     * What is wrong with dimensions, marts and audits, a sentence each; empty where a load could build them all.
     *
     * @throws EiderException where DuckDB itself cannot be used
     */
    public static List<String> problems(Project project, Analytics analytics) throws EiderException {
        List<String> problems = new ArrayList<>();
        try (Session session = Session.inMemory(project.limits(), project.scratch())) {
            if (create(session, project, problems)) {
                tryMarts(session, project, analytics, problems);
                tryAudits(session, project, problems);
            }
        } catch (SQLException e) {
            throw Failures.of("try the project's SQL", e);
        }
        return problems;
    }

    private static boolean create(Session session, Project project, List<String> problems) throws SQLException {
        try {
            StarModel model = StarModel.of(project, SqlDimensions.outputs(project));
            for (String statement : new Ddl(model).statements()) {
                session.run(statement);
            }
            return true;
        } catch (EiderException e) {
            problems.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** One after the other, since a mart may read those before it. */
    private static void tryMarts(Session session, Project project, Analytics analytics, List<String> problems)
            throws SQLException {
        List<Mart> good = new ArrayList<>();
        for (Mart mart : project.marts()) {
            List<Mart> tried = new ArrayList<>(good);
            tried.add(mart);
            session.begin();
            try {
                analytics.refresh(session.connection(), with(project, tried));
                tryColumns(session, mart, problems);
                good.add(mart);
                session.run("ROLLBACK");
            } catch (EiderException e) {
                problems.add(String.valueOf(e.getMessage()));
                session.rollback(e);
            }
        }
        try {
            analytics.refresh(session.connection(), with(project, good));
        } catch (EiderException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private static void tryColumns(Session session, Mart mart, List<String> problems) throws SQLException {
        Set<String> columns = new HashSet<>();
        session.rows("SELECT column_name FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = "
                        + Sql.text(mart.name()))
                .forEach(row -> columns.add(String.valueOf(row.get(0))));
        for (String column : mart.grain()) {
            if (!columns.contains(column)) {
                problems.add("Invalid mart " + mart.name() + ": grain " + column + " is not in its output");
            }
        }
        for (String column : mart.columns().keySet().stream().sorted().toList()) {
            if (!columns.contains(column)) {
                problems.add("Invalid mart " + mart.name() + ": column " + column + " is not in its output");
            }
        }
    }

    private static void tryAudits(Session session, Project project, List<String> problems) {
        for (Audit audit : project.audits()) {
            try {
                session.number("SELECT count(*) FROM (" + audit.sql() + "\n)");
            } catch (SQLException e) {
                problems.add(String.valueOf(
                        Failures.ofUser("audit " + audit.name(), e).getMessage()));
            }
        }
    }

    private static Project with(Project project, List<Mart> marts) {
        return new Project(
                project.name(),
                project.environment(),
                project.root(),
                project.bucket(),
                project.storage(),
                project.retention(),
                project.timezone(),
                project.maskKey(),
                project.connections(),
                project.datasets(),
                project.dimensions(),
                marts,
                project.audits(),
                project.warehouse(),
                project.limits(),
                project.scratch(),
                project.pushgateway());
    }
}
