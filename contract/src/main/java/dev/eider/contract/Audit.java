package dev.eider.contract;

/** A query that must return no row. */
public record Audit(String name, Severity severity, String description, String sql) {
    /** What a row means: an error keeps the published pointer where it is, a warning is reported. */
    public enum Severity {
        ERROR,
        WARN
    }
}
