package dev.eider.contract.read;

import static dev.eider.contract.read.Words.IDENTIFIER;
import static dev.eider.contract.read.Words.IDENTIFIERS;
import static dev.eider.contract.read.Words.TABLE;
import static dev.eider.contract.read.Words.TEXT;

/** Every key of the headers of SQL files. */
final class SqlVocabulary {
    static final Section MART = Section.of(
            "mart",
            Key.required("mart", TABLE, "Name; that of the file."),
            Key.of("materialized", Shape.Choice.of("view", "table", "incremental"), "How it is kept. Default view."),
            Key.of("grain", IDENTIFIERS, "Output columns that are unique together. Required but for views."),
            Key.of("event_time", IDENTIFIERS, "Output columns that hold the date. Required for incremental."),
            Key.of("description", TEXT, "What a row is."),
            Key.of("columns", new Shape.Named(IDENTIFIER, TEXT, "column"), "Comments by output column."));

    static final Section AUDIT = Section.of(
            "audit",
            Key.required("audit", IDENTIFIER, "Name; that of the file."),
            Key.of("severity", Shape.Choice.of("error", "warn"), "What a row means. Default error."),
            Key.of("description", TEXT, "What holds if there is no row."));

    static final Section DIMENSION = Section.of(
            "dimension",
            Key.required("dimension", TABLE, "Name; that of the file."),
            Key.required("natural_key", IDENTIFIER, "Output column that facts refer to."),
            Key.of("description", TEXT, "What a row is."));

    private SqlVocabulary() {}
}
