package dev.eider.staging.duckdb;

import static dev.eider.staging.duckdb.Transactions.field;
import static dev.eider.staging.duckdb.Transactions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Field;
import dev.eider.contract.FieldType;
import dev.eider.contract.FieldType.Kind;
import dev.eider.contract.Mask;
import dev.eider.contract.Quality;
import dev.eider.contract.RejectionCode;
import dev.eider.zones.Books;
import dev.eider.zones.Commit;
import dev.eider.zones.ErrorRecord;
import dev.eider.zones.EventTimes;
import dev.eider.zones.Gate;
import dev.eider.zones.Manifest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a batch becomes: clean rows, error records, books and a gate. */
class StagingTest {
    private static final Field ID = field("id", Kind.BIGINT);
    private static final Field AMOUNT =
            Field.of("amount", FieldType.decimal(18, 2)).require();

    @TempDir
    Path folder;

    @Test
    void keepsEveryValueExactly() throws Exception {
        Contract contract = Transactions.of(
                        field("yes", Kind.BOOLEAN),
                        field("small", Kind.INTEGER),
                        ID,
                        Field.of("tiny", FieldType.decimal(4, 3)),
                        Field.of("medium", FieldType.decimal(9, 2)),
                        AMOUNT,
                        Field.of("huge", FieldType.decimal(38, 4)),
                        field("ratio", Kind.DOUBLE),
                        text("words"),
                        field("day", Kind.DATE),
                        field("clock", Kind.TIME),
                        field("moment", Kind.TIMESTAMP))
                .contract();
        Zones zones = new Zones(folder);
        zones.raw(contract)
                .part(
                        "{\"yes\":true,\"small\":-7,\"id\":9223372036854775807,\"tiny\":1.005,\"medium\":-1234567.89,"
                                + "\"amount\":9007199254740993.01,"
                                + "\"huge\":-1234567890123456789012345678901234.5678,\"ratio\":0.1,"
                                + "\"words\":\"žluťoučký \\u0000 🐎\",\"day\":\"1969-12-31\",\"clock\":\"23:59:59.999999\","
                                + "\"moment\":\"1969-12-31T23:59:59.999999Z\"}",
                        "{\"amount\":0.00}")
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT *, typeof(huge), typeof(clock) FROM %s ORDER BY _place"))
                .containsExactly(
                        "true|-7|9223372036854775807|1.005|-1234567.89|9007199254740993.01|"
                                + "-1234567890123456789012345678901234.5678|0.1|žluťoučký \0 🐎|1969-12-31|"
                                + "23:59:59.999999|1969-12-31 23:59:59.999999|0|1743897600000000|DECIMAL(38,4)|TIME",
                        "null|null|null|null|null|0.00|null|null|null|null|null|null|1|1743897600000000|"
                                + "DECIMAL(38,4)|TIME");
    }

    @Test
    void rejectsWhatIsMalformedAndKeepsItsNeighbours() throws Exception {
        Contract contract = Transactions.of(ID, AMOUNT).contract();
        Zones zones = new Zones(folder);
        zones.raw(contract)
                .part("{\"id\":1,\"amount\":1}", "{\"id\":2,\"amount\":", "{\"id\":3,\"amount\":3}")
                .part("[1]", "{\"id\":4,\"amount\":\"1.005\"}", "{\"id\":5,\"amount\":5}{}", "{\"id\":6,\"amount\":6}")
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT id, _place >> 40, _place & 1099511627775 FROM %s ORDER BY _place"))
                .containsExactly("1|0|0", "3|0|2", "6|1|3");
        assertThat(zones.errors(manifest))
                .extracting(e -> e.place() + ": " + e.reasons().get(0).code())
                .containsExactly(
                        "part 0, record 1: MALFORMED_JSON",
                        "part 1, record 0: NOT_AN_OBJECT",
                        "part 1, record 1: TOO_MANY_DECIMALS",
                        "part 1, record 2: MALFORMED_JSON");
        assertThat(manifest.books()).isEqualTo(new Books(7, 3, 4, 0, 0, 0));
        assertThat(manifest.rejects())
                .containsEntry("malformed_json", 2L)
                .containsEntry("not_an_object", 1L)
                .containsEntry("too_many_decimals", 1L);
    }

    @Test
    void rejectsARecordThatIsTooLong() throws Exception {
        Contract contract = Transactions.of(ID, text("words")).contract();
        Zones zones = new Zones(folder);
        String words = "a".repeat(Zones.limits(1, 1).recordBytesMax());
        zones.raw(contract)
                .part("{\"id\":1}", "{\"id\":2,\"words\":\"" + words + "\"}", "{\"id\":3}")
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT id FROM %s ORDER BY id")).containsExactly("1", "3");
        assertThat(manifest.rejects()).containsOnlyKeys("too_large");
    }

    @Test
    void ranksRecordsOfOneKeyByTimeAndThenByPlace() throws Exception {
        Contract contract = Transactions.of(ID, text("status"), field("changed_at", Kind.TIMESTAMP), AMOUNT)
                .keyedBy("id")
                .updatedAt("changed_at")
                .contract();
        Zones zones = new Zones(folder);
        RawZone raw = zones.raw(contract)
                .part(
                        "{\"id\":1,\"status\":\"late\",\"changed_at\":\"2025-04-06T12:00:00Z\",\"amount\":1}",
                        "{\"id\":1,\"status\":\"early\",\"changed_at\":\"2025-04-06T11:00:00Z\",\"amount\":1}",
                        "{\"id\":2,\"status\":\"first\",\"changed_at\":\"2025-04-06T11:00:00Z\",\"amount\":1}",
                        "{\"id\":2}",
                        "{\"id\":3,\"amount\":3}")
                .part(
                        "{\"id\":2,\"status\":\"last\",\"changed_at\":\"2025-04-06T11:00:00Z\",\"amount\":1}",
                        "{\"id\":1,\"status\":\"late\",\"changed_at\":\"2025-04-06T12:00:00Z\",\"amount\":1.00}",
                        "{\"id\":4,\"amount\":4}")
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT id, status, _place >> 40 FROM %s ORDER BY id"))
                .containsExactly("1|late|1", "2|last|1", "3|null|0", "4|null|1");
        assertThat(manifest.books()).isEqualTo(new Books(8, 4, 1, 2, 1, 0));
        assertThat(zones.errors(manifest))
                .extracting(e -> e.place().record() + " " + e.reasons().get(0).code())
                .containsExactly("1 SUPERSEDED", "2 SUPERSEDED", "3 MISSING");
        assertThat(manifest.rejects()).containsOnlyKeys("missing");
        assertThat(zones.outputs()).hasSameSizeAs(manifest.outputs());
        assertThat(raw.revision()).isEqualTo(manifest.inputs().get(0).revision());
    }

    @Test
    void tellsASupersededRecordByItsMasksOnly() throws Exception {
        Contract contract = Transactions.of(ID, text("account_number").masked(Mask.LAST4))
                .keyedBy("id")
                .contract();
        Zones zones = new Zones(folder);
        zones.raw(contract)
                .part(
                        "{\"id\":1,\"account_number\":\"4234966604357870\",\"note\":\"4234966604357870\"}",
                        "{\"id\":1,\"account_number\":\"4502705907009379\"}",
                        "{\"id\":\"x4234966604357870\",\"account_number\":\"4234966604357870\"}")
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT masked_account_number FROM %s").get(0))
                .endsWith("9379")
                .startsWith("*");
        List<ErrorRecord> errors = zones.errors(manifest);
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0).reasons()).extracting(r -> r.code()).containsExactly(RejectionCode.SUPERSEDED);
        assertThat(errors.get(0).record()).contains("\"id\":1").contains("7870\"");
        assertThat(errors.get(0).fingerprint()).matches("[0-9a-f]{64}");
        assertThat(new String(zones.errorBytes(manifest), StandardCharsets.UTF_8))
                .doesNotContain("4234966604357870");
    }

    @Test
    void ranksByAMaskedKey() throws Exception {
        Contract contract = Transactions.of(text("account_number").masked(Mask.TOKEN), AMOUNT)
                .keyedBy("account_number")
                .contract();
        Zones zones = new Zones(folder);
        zones.raw(contract)
                .part(
                        "{\"account_number\":\"A\",\"amount\":1}",
                        "{\"account_number\":\"B\",\"amount\":2}",
                        "{\"account_number\":\"A\",\"amount\":3}")
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(zones.clean(manifest, "SELECT amount FROM %s ORDER BY amount"))
                .containsExactly("2.00", "3.00");
        assertThat(manifest.books()).isEqualTo(new Books(3, 2, 0, 1, 0, 0));
    }

    @Test
    void holdsABatchThatFailsItsGate() throws Exception {
        Quality gate = new Quality(new BigDecimal("0.25"), 5, OptionalLong.of(0));
        Contract contract = Transactions.of(ID, AMOUNT).gatedBy(gate).contract();
        Zones zones = new Zones(folder);
        zones.raw(contract)
                .part("{\"id\":1,\"amount\":1}", "{\"id\":2}", "{\"id\":3,\"amount\":3,\"more\":1}", "{\"id\":4}")
                .commit();

        Manifest manifest = zones.stage(contract);

        assertThat(manifest.gate()).isEqualTo(Gate.HELD);
        assertThat(manifest.heldBecause())
                .hasValue("2 of 4 records rejected (max_rejected: 25%): missing 2; 4 records (min_records: 5); "
                        + "1 members that no field reads (max_unknown_fields: 0)");
        assertThat(zones.errors(manifest)).hasSize(2);
    }

    @Test
    void letsAHeldBatchPassThatAPersonAccepts() throws Exception {
        Contract contract = Transactions.of(ID, AMOUNT).gatedBy(Quality.DEFAULT).contract();
        Zones zones = new Zones(folder);
        RawZone raw = zones.raw(contract);
        raw.part("{\"id\":1,\"amount\":1}", "{\"id\":2}").commit();
        Manifest held = zones.stage(contract);

        Manifest accepted;
        try (Staging staging = zones.staging(contract)) {
            StagingStep step = staging.again(raw.batch()).orElseThrow().accepted();
            accepted = staging.run(step).manifest();
        }

        assertThat(held.gate()).isEqualTo(Gate.HELD);
        assertThat(accepted.gate()).isEqualTo(Gate.PASSED);
        assertThat(accepted.revision().label()).isEqualTo("0001-0002");
        assertThat(accepted.heldBecause()).isEqualTo(held.heldBecause()).isPresent();
        assertThat(accepted.books()).isEqualTo(held.books());
    }

    @Test
    void passesAGateThatIsJustMet() throws Exception {
        Quality gate = new Quality(new BigDecimal("0.25"), 4, OptionalLong.empty());
        Contract contract = Transactions.of(ID, AMOUNT).gatedBy(gate).contract();
        Zones zones = new Zones(folder);
        zones.raw(contract)
                .part("{\"id\":1,\"amount\":1}", "{\"id\":2}", "{\"id\":3,\"amount\":3}", "{\"id\":4,\"amount\":3}")
                .commit();

        assertThat(zones.stage(contract).gate()).isEqualTo(Gate.PASSED);
    }

    @Test
    void refusesToCommitWhenTheWriterLostARow() throws Exception {
        Contract contract = Transactions.of(ID, AMOUNT).contract();
        Zones zones = new Zones(folder).with(LostRow::drop);
        zones.raw(contract)
                .part("{\"id\":1,\"amount\":1}", "{\"id\":2,\"amount\":2}", "{\"id\":3}")
                .commit();

        assertThatThrownBy(() -> zones.stage(contract))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNBALANCED_BOOKS))
                .hasMessageStartingWith("Cannot commit transaction-2025-04-06 stage 0001-0001");
        assertThat(zones.outputs()).isEmpty();
        try (Staging staging = zones.with(CleanHook.NONE).staging(contract)) {
            assertThat(staging.due()).hasSize(1);
        }
    }

    @Test
    void commitsAnEmptyBatch() throws Exception {
        Contract contract = Transactions.of(ID, AMOUNT).keyedBy("id").contract();
        Zones zones = new Zones(folder);
        zones.raw(contract).commit();

        Manifest manifest = zones.stage(contract);

        assertThat(manifest.books()).isEqualTo(Books.EMPTY);
        assertThat(manifest.outputs()).isEmpty();
        assertThat(manifest.eventTimes()).isEmpty();
    }

    @Test
    void writesNoCleanFileWhereAllIsRejected() throws Exception {
        Contract contract = Transactions.of(ID, AMOUNT).keyedBy("id").contract();
        Zones zones = new Zones(folder);
        zones.raw(contract).part("nothing", "", "null").commit();

        Manifest manifest = zones.stage(contract);

        assertThat(manifest.books()).isEqualTo(new Books(3, 0, 3, 0, 0, 0));
        assertThat(zones.outputs()).hasSize(1);
    }

    @Test
    void stagesWhatIsDueAndOnlyThat() throws Exception {
        Contract contract = Transactions.of(ID).contract();
        Zones zones = new Zones(folder);
        RawZone raw = zones.raw(contract).part("{\"id\":1}").commit();
        zones.stage(contract);

        try (Staging staging = zones.staging(contract)) {
            assertThat(staging.due()).isEmpty();
            assertThat(staging.again(raw.batch()).orElseThrow()).hasToString("stage transaction-2025-04-06 0001-0002");
            raw.again().part("{\"id\":1}", "{\"id\":2}").commit();
            assertThat(staging.due())
                    .extracting(StagingStep::toString)
                    .containsExactly("stage transaction-2025-04-06 0002-0001");
        }
        assertThat(zones.stage(contract).books().clean()).isEqualTo(2);
    }

    @Test
    void leavesNothingBehindWhereAnotherRunWasFirst() throws Exception {
        Contract contract = Transactions.of(ID).contract();
        Zones zones = new Zones(folder);
        zones.raw(contract).part("{\"id\":1}", "{}", "{\"id\":\"one\"}").commit();
        try (Staging one = zones.staging(contract);
                Staging two = zones.staging(contract)) {
            StagingStep step = one.due().get(0);
            Commit first = one.run(step);
            List<String> outputs = zones.outputs();

            Commit second = two.run(step);

            assertThat(second).isInstanceOf(Commit.Already.class);
            assertThat(second.manifest()).isEqualTo(first.manifest());
            assertThat(zones.outputs()).isEqualTo(outputs);
        }
    }

    @Test
    void letsOneOfTwoRunsAtOnceWin() throws Exception {
        Contract contract = Transactions.of(ID).keyedBy("id").contract();
        Zones zones = new Zones(folder);
        zones.raw(contract).part("{\"id\":1}", "{\"id\":2}", "{\"id\":1}", "{}").commit();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Staging one = zones.staging(contract);
                Staging two = zones.staging(contract)) {
            StagingStep step = one.due().get(0);
            CyclicBarrier start = new CyclicBarrier(2);
            Future<Commit> first = threads.submit(() -> runAt(start, one, step));
            Future<Commit> second = threads.submit(() -> runAt(start, two, step));

            List<Commit> commits = List.of(first.get(), second.get());

            assertThat(commits).hasAtLeastOneElementOfType(Commit.Done.class);
            assertThat(commits).hasAtLeastOneElementOfType(Commit.Already.class);
            assertThat(commits.get(0).manifest()).isEqualTo(commits.get(1).manifest());
            assertThat(commits.get(0).manifest().outputs().stream()
                            .map(f -> f.key().value())
                            .sorted())
                    .isEqualTo(zones.outputs());
        } finally {
            threads.shutdown();
        }
    }

    private static Commit runAt(CyclicBarrier start, Staging staging, StagingStep step) throws Exception {
        start.await();
        return staging.run(step);
    }

    @Test
    void writesTheSameBytesForABatchOfOnePart() throws Exception {
        Contract contract = Transactions.of(ID, text("status")).keyedBy("id").contract();
        Zones zones = new Zones(folder);
        String[] lines = IntStream.range(0, 3_000)
                .mapToObj(i -> "{\"id\":" + i % 2_900 + ",\"status\":\"" + i + "\"}")
                .toArray(String[]::new);
        RawZone raw = zones.raw(contract).part(lines).commit();
        zones.stage(contract);

        Set<String> checksums = new HashSet<>();
        for (int run = 0; run < 5; run++) {
            zones.stageAgain(contract, raw).outputs().forEach(file -> checksums.add(file.role() + file.sha256()));
        }

        assertThat(checksums).as("what was written, what came later, errors").hasSize(3);
    }

    @Test
    void leavesScratchEmpty() throws Exception {
        Contract contract = Transactions.of(ID).keyedBy("id").contract();
        Zones zones = new Zones(folder);
        zones.raw(contract).part("{\"id\":1}", "{\"id\":1}", "{}").commit();

        zones.stage(contract);

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void refusesAnotherMaskKey() throws Exception {
        Contract contract = Transactions.of(ID, text("name").masked(Mask.TOKEN)).contract();
        Zones zones = new Zones(folder);
        RawZone raw = zones.raw(contract).part("{\"id\":1,\"name\":\"a\"}").commit();
        zones.stage(contract);
        raw.again().part("{\"id\":1,\"name\":\"a\"}").commit();

        assertThatThrownBy(() ->
                        zones.maskedBy("another key for tests, nothing else").stage(contract))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MASK_KEY_MISMATCH));
    }

    @Test
    void refusesRawThatHoldsLessThanItsManifestSays() throws Exception {
        Contract contract = Transactions.of(ID).contract();
        Zones zones = new Zones(folder);
        zones.raw(contract)
                .part("{\"id\":1}\n".getBytes(StandardCharsets.UTF_8), 2)
                .commit();

        assertThatThrownBy(() -> zones.stage(contract))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_OBJECT))
                .hasMessageEndingWith("-00000.json.zst: 1 records instead of 2");
        assertThat(zones.outputs()).isEmpty();
    }

    @Test
    void refusesRawThatIsDamaged() throws Exception {
        Contract contract = Transactions.of(ID).contract();
        Zones zones = new Zones(folder);
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        zones.raw(contract).part(frame, 2).commit();

        assertThatThrownBy(() -> zones.stage(contract))
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_OBJECT))
                .hasMessageStartingWith("Cannot read staging/raw/2025-04-06/");
    }

    @Test
    void putsOneDateIntoItsFolderAndSeveralSmallOnesIntoMixed() throws Exception {
        Contract contract = Transactions.of(ID, field("at", Kind.TIMESTAMP))
                .datedBy("at")
                .in(ZoneId.of("Europe/Prague"))
                .contract();
        Zones zones = new Zones(folder);
        RawZone raw = zones.raw(contract)
                .part("{\"id\":1,\"at\":\"2025-04-05T22:00:00Z\"}", "{\"id\":2,\"at\":\"2025-04-06T21:59:59Z\"}")
                .commit();

        Manifest one = zones.stage(contract);
        raw.again()
                .part("{\"id\":1,\"at\":\"2025-04-05T21:59:59Z\"}", "{\"id\":2,\"at\":\"2025-04-05T22:00:00Z\"}")
                .commit();
        Manifest two = zones.stage(contract);

        LocalDate sunday = LocalDate.of(2025, 4, 6);
        assertThat(one.outputs().get(0).key().value()).startsWith("staging/clean/2025-04-06/transaction_clean-");
        assertThat(one.eventTimes()).hasValue(new EventTimes(sunday, sunday, 1));
        assertThat(two.outputs().get(0).key().value()).startsWith("staging/clean/mixed/transaction_clean-");
        assertThat(two.eventTimes()).hasValue(new EventTimes(sunday.minusDays(1), sunday, 2));
    }
}
