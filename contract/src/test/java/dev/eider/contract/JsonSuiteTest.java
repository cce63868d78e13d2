package dev.eider.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.eider.contract.FieldType.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON parsing test suite, each file as a record, and as a value within one. */
final class JsonSuiteTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("eider.shared", "../shared"), "data", "jsontestsuite", "test_parsing");
    /** What a record that is JSON text may be refused for. */
    private static final Set<RejectionCode> SHAPE =
            Set.of(RejectionCode.NOT_AN_OBJECT, RejectionCode.DUPLICATE_KEY, RejectionCode.TOO_DEEP);

    private final Contracted contracted =
            Contracted.with(Contracted.field("a", Kind.JSON), Contracted.from(Contracted.field("whole", Kind.JSON)));

    static List<Path> files() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return List.of(FOLDER);
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void judgesEachFileAsItsNameSays(Path file) throws IOException {
        assumeShared();
        byte[] text = Files.readAllBytes(file);

        Verdict verdict = contracted.judge(text);

        if (name(file).startsWith("n_")) {
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
                assertThat(rejected.reasons()).extracting(Reason::code).containsExactly(RejectionCode.MALFORMED_JSON);
                assertThat(rejected.reasons().get(0).message()).containsPattern("at byte \\d+");
            });
        } else if (name(file).startsWith("y_") && verdict instanceof Verdict.Rejected rejected) {
            assertThat(rejected.reasons()).extracting(Reason::code).allMatch(SHAPE::contains);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void judgesEachFileAsAMember(Path file) throws IOException {
        assumeShared();
        byte[] text = Files.readAllBytes(file);
        byte[] member = new byte[text.length + 6];
        System.arraycopy("{\"a\":".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, member, 0, 5);
        System.arraycopy(text, 0, member, 5, text.length);
        member[member.length - 1] = '}';

        Verdict verdict = contracted.judge(member);

        if (name(file).startsWith("y_")) {
            assertThat(verdict)
                    .satisfiesAnyOf(
                            v -> assertThat(v).isInstanceOf(Verdict.Clean.class),
                            v -> assertThat(((Verdict.Rejected) v).reasons())
                                    .extracting(Reason::code)
                                    .containsExactly(RejectionCode.DUPLICATE_KEY));
        } else if (name(file).startsWith("n_") && !closesTheMember(name(file))) {
            assertThat(((Verdict.Rejected) verdict).reasons())
                    .extracting(Reason::code)
                    .containsExactly(RejectionCode.MALFORMED_JSON);
        }
    }

    /** Texts that become right when a brace follows them. */
    private static boolean closesTheMember(String name) {
        return Set.of("n_structure_open_object_string_with_apostrophes.json").contains(name);
    }

    @Test
    void findsTheWholeSuite() throws IOException {
        assumeShared();
        assertThat(files()).hasSizeGreaterThan(300);
    }

    private static void assumeShared() {
        if ("1".equals(System.getenv("EIDER_REQUIRE_SHARED"))) {
            assertThat(FOLDER).isDirectory();
        }
        assumeThat(FOLDER).as("shared data").isDirectory();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
