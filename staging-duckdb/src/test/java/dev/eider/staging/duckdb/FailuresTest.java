package dev.eider.staging.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import java.io.EOFException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        new SQLException("IO Error: Could not write file \"/scratch/4929\": No space left on device"),
                        ErrorCode.STORAGE_FULL,
                        "Cannot stage a: no space left on the disk of scratch"),
                arguments(
                        new SQLException("Out of Memory Error: failed to pin 4929 bytes"),
                        ErrorCode.STORAGE_FULL,
                        "Cannot stage a: DuckDB needs more memory than limits.memory grants"),
                arguments(
                        new SQLException("Conversion Error: Could not convert string '4929' to INT32"),
                        ErrorCode.INTERNAL,
                        "Cannot stage a: DuckDB refused a statement (Conversion Error)"),
                arguments(
                        new SQLException("4929"),
                        ErrorCode.INTERNAL,
                        "Cannot stage a: DuckDB refused a statement (unknown error)"),
                arguments(
                        new AccessDeniedException("/scratch/4929"),
                        ErrorCode.ACCESS_DENIED,
                        "Cannot stage a: access to scratch is denied"),
                arguments(new EOFException("4929"), ErrorCode.STORAGE_UNAVAILABLE, "Cannot stage a: EOFException"),
                arguments(
                        new IllegalStateException("4929"),
                        ErrorCode.INTERNAL,
                        "Cannot stage a: internal error IllegalStateException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellTheKindAndNeverTheWords(Exception cause, ErrorCode code, String message) {
        EiderException failure = Failures.of("stage a", cause);

        assertThat(failure).hasMessage(message).hasCause(cause);
        assertThat(failure.code()).isEqualTo(code);
    }
}
