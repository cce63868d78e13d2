package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.zones.BucketCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs at work at the same time on the same zones: nothing is lost, doubled or half done. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RacesTest {
    private static final int DAYS = 3;
    private static final int RECORDS_PER_DAY = 300;
    private static final int ROUNDS = 2;
    private static final int BUSY = 6;
    private static final String POINTER = "warehouse/CURRENT.json";

    private Path outputs;
    private Bank bank;
    private ChildJava java;
    private Likeness undisturbed;

    @BeforeAll
    void runsAlone(@TempDir Path folder) throws Exception {
        outputs = folder;
        bank = Bank.open(folder.resolve("bank"), DAYS, RECORDS_PER_DAY);
        java = ChildJava.in(folder.resolve("java"));
        Program alone = bank.project();
        succeed(alone.run(Bank.runOfDays(DAYS)));
        undisturbed = new Likeness(Remains.of(alone.bucket()));
    }

    @AfterAll
    void closes() throws Exception {
        undisturbed.close();
        bank.close();
    }

    @Test
    void twoRunsOfOneProjectAtOnceMakeWhatOneMakes() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Program first = bank.project();
            atOnce(first, bank.again(first));
            succeed(bank.again(first).run(Bank.runOfDays(DAYS)));
            assertThat(undisturbed.differences(Remains.of(first.bucket()))).isEmpty();
            assertThat(Remains.unnamed(first.bucket())).isEmpty();
            assertThat(Remains.isLinked(first.bucket())).isTrue();
        }
    }

    /** The other run comes and ends within one call of the first, which then meets what the other has made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE staging/raw/2025-01-07/swipe_raw-",
                "CREATE manifests/swipe/raw/2025-01-07/",
                "CREATE staging/clean/2025-01-07/transaction_clean-",
                "CREATE manifests/transaction/stage/2025-01-08/",
                "FIND warehouse/CURRENT.json",
                "OPEN manifests/transaction/stage/2025-01-08/",
                "CREATE warehouse/generations/",
                "CREATE warehouse/CURRENT.json",
                "POINT warehouse/current"
            })
    void aRunThatAnotherPassesAtACallMakesWhatOneMakes(String call) throws Exception {
        Program first = bank.project();
        List<Program.Ended> meanwhile = new ArrayList<>();

        Program.Ended passed = first.run(
                bucket -> new Interposed(
                        bucket,
                        made -> made.toString().startsWith(call),
                        () -> meanwhile.add(bank.again(first).run(Bank.runOfDays(DAYS)))),
                Bank.runOfDays(DAYS));

        assertThat(meanwhile).hasSize(1);
        assertThat(meanwhile.get(0).status()).as(meanwhile.get(0).output()).isIn(0, BUSY);
        assertThat(passed.status()).as(passed.output()).isIn(0, BUSY);
        succeed(bank.again(first).run(Bank.runOfDays(DAYS)));
        assertThat(undisturbed.differences(Remains.of(first.bucket()))).isEmpty();
        assertThat(Remains.unnamed(first.bucket())).isEmpty();
    }

    @Test
    void runsOfTwoMachinesOnOneBucketMakeWhatOneMakes() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Program first = bank.project();
            Program second = bank.projectBeside(first);
            atOnce(first, second);
            succeed(bank.again(first).run(Bank.runOfDays(DAYS)));
            succeed(bank.again(second).run(Bank.runOfDays(DAYS)));
            assertThat(differencesOfALaterGeneration(first)).isEmpty();
            assertThat(Remains.unnamed(first.bucket())).isEmpty();
            assertThat(Remains.isLinked(first.bucket())).isTrue();
        }
    }

    @Test
    void aLoaderThatIsOvertakenLosesNothing() throws Exception {
        Program slow = bank.project();
        succeed(slow.run(Bank.runOfDays(DAYS - 1)));
        Program quick = bank.projectBeside(slow);
        String lastDay = Bank.FIRST_DAY.plusDays(DAYS - 1L).toString();
        List<Program.Ended> meanwhile = new ArrayList<>();

        Program.Ended overtaken = bank.again(slow)
                .run(
                        bucket -> new Interposed(
                                bucket,
                                call -> call.equals(new BucketCall(BucketCall.Method.REPLACE, POINTER)),
                                () -> meanwhile.add(quick.run("run", "--dataset", "swipe", "--interval", lastDay))),
                        "run",
                        "--dataset",
                        "transaction",
                        "--interval",
                        lastDay);

        assertThat(meanwhile).hasSize(1);
        succeed(meanwhile.get(0));
        assertThat(overtaken.status()).as(overtaken.output()).isEqualTo(BUSY);
        assertThat(overtaken.output()).contains("was published meanwhile by another loader");
        assertThat(generations(slow))
                .as("those of the first run and of the winner: the loser took its own back")
                .hasSize(2);
        Path winner = Remains.of(slow.bucket()).generation().orElseThrow();
        succeed(bank.again(slow).run(Bank.runOfDays(DAYS)));
        assertThat(Remains.of(slow.bucket()).generation()).as("all was in it").hasValue(winner);
        assertThat(differencesOfALaterGeneration(slow)).isEmpty();
        assertThat(Remains.isLinked(slow.bucket())).isTrue();
    }

    @Test
    void theLinkFollowsAPointerThatMovesWhileAnotherCommandMendsTheLink() throws Exception {
        Program program = bank.project();
        succeed(program.run(Bank.runOfDays(1)));
        succeed(bank.again(program).run(Bank.runOfDays(2)));
        List<Program.Ended> meanwhile = new ArrayList<>();

        succeed(bank.again(program)
                .run(
                        bucket -> new Interposed(
                                bucket,
                                call -> call.method() == BucketCall.Method.POINT,
                                () -> meanwhile.add(bank.again(program).run("rollback", "1"))),
                        "status"));

        assertThat(meanwhile).hasSize(1);
        succeed(meanwhile.get(0));
        assertThat(Remains.isLinked(program.bucket())).isTrue();
    }

    @Test
    void anyCommandMendsTheLinkThatAKilledPublicationHasLeftBehind() throws Exception {
        for (String command : List.of("status", "generations", "plan", "run")) {
            Program program = bank.project();
            succeed(program.run(Bank.runOfDays(1)));
            Path link = program.bucket().resolve("warehouse/current");
            Path old = Files.readSymbolicLink(link);
            succeed(bank.again(program).run(Bank.runOfDays(2)));
            Files.delete(link);
            Files.createSymbolicLink(link, old);
            assertThat(Remains.isLinked(program.bucket())).isFalse();

            List<String> arguments = new ArrayList<>(List.of(Bank.runOfDays(2)));
            arguments.set(0, command);
            Program again = bank.again(program);
            succeed(
                    command.equals("run") || command.equals("plan")
                            ? again.run(arguments.toArray(String[]::new))
                            : again.run(command));

            assertThat(Remains.isLinked(program.bucket())).as(command).isTrue();
        }
    }

    private static List<Path> generations(Program program) throws IOException {
        try (Stream<Path> files = Files.walk(program.bucket().resolve("warehouse/generations"))) {
            return files.filter(file -> file.endsWith("warehouse.duckdb")).toList();
        }
    }

    /** Runs both in processes of their own; each ends with 0 or says that somebody else is at work. */
    private void atOnce(Program first, Program second) throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        List<Path> written = new ArrayList<>();
        for (Program program : List.of(first, second)) {
            Path output = outputs.resolve(program.seed() + ".txt");
            written.add(output);
            processes.add(
                    java.start(Program.class, program.childArguments(KillPoint.NEVER, Bank.runOfDays(DAYS)), output));
        }
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            int status = ChildJava.statusOf(processes.get(i));
            statuses.add(status);
            assertThat(status).as(Files.readString(written.get(i))).isIn(0, BUSY);
        }
        assertThat(statuses).as("statuses of two at once: one must get through").contains(0);
    }

    /** Which publication readers see depends on who came when; what they see does not. */
    private List<String> differencesOfALaterGeneration(Program program) throws Exception {
        return undisturbed.differences(Remains.of(program.bucket())).stream()
                .filter(difference -> !difference.startsWith("generation.json is")
                        && !difference.startsWith("warehouse/CURRENT.json is"))
                .toList();
    }

    private static void succeed(Program.Ended ended) {
        assertThat(ended.status()).as(ended.output()).isZero();
    }
}
