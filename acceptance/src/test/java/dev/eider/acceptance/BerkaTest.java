package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.contract.Reason;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.SharedData;
import dev.eider.sandbox.DatasetFile;
import dev.eider.sandbox.Fault;
import dev.eider.sandbox.SandboxConfig;
import dev.eider.sandbox.SandboxServer;
import dev.eider.zones.ErrorRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Czech bank's tables as their owners have them, through an API that misbehaves, to totals that others computed. */
@Tag("slow")
class BerkaTest {
    private static final String SNAPSHOT = "2025-02-01";
    private static final String TOTALS = "SELECT date, customer_region, account_type, n::BIGINT AS n,"
            + " credit::DECIMAL(38,2) AS credit, debit::DECIMAL(38,2) AS debit FROM ";
    private static final String STAR = "SELECT tf.* EXCLUDE (load_timestamp), td.* EXCLUDE (time_id),"
            + " ad.* EXCLUDE (account_id) FROM trans_fact tf JOIN time_dimension td USING (time_id)"
            + " JOIN account_dimension ad USING (account_id) ORDER BY trans_id";

    @TempDir
    Path folder;

    private static SandboxConfig.Builder bank() {
        Path data = SharedData.path("berka-asc");
        DatasetFile trans = DatasetFile.of("trans", data.resolve("trans.asc"))
                .delimiter(';')
                .numbers("trans_id", "account_id", "amount", "balance");
        DatasetFile account = DatasetFile.of("account", data.resolve("account.asc"))
                .delimiter(';')
                .numbers("account_id", "district_id");
        DatasetFile district = DatasetFile.of("district", data.resolve("district.asc"))
                .delimiter(';')
                .numbers("A1");
        return SandboxConfig.builder()
                .file(trans)
                .file(account)
                .file(district)
                .token(Trial.TOKEN)
                .pageSize(1_000)
                .retryAfter(Duration.ZERO)
                .slowFor(Duration.ofMillis(20));
    }

    /** Every kind of fault on every dataset's pages, never more in a row than a run's attempts allow. */
    private static SandboxConfig stormy() {
        return bank().seed(3).faults(0.35).build();
    }

    @Test
    void comesThroughEveryFaultToTheTotalsOfItsOracle() throws Exception {
        Trial berka = Trial.of("berka", folder);
        try (SandboxServer server = SandboxServer.start(stormy())) {
            berka.reading(server.baseUrl());
            assertThat(berka.run("validate")).satisfies(BerkaTest::isDone);

            Trial.Answer run = berka.run("run");

            assertThat(run.status()).as(run.all()).isZero();
            for (Fault fault : Fault.values()) {
                assertThat(server.counts().of(fault)).as(fault.id()).isPositive();
            }
            everyRecordIsWhereItBelongs(berka);
            totalsEqualTheOracle(berka);
            secondRunHasNothingToDo(berka, server);
            againMakesAnEqualStar(berka);
        }
    }

    private static void isDone(Trial.Answer answer) {
        assertThat(answer.status()).as(answer.all()).isZero();
    }

    private static void everyRecordIsWhereItBelongs(Trial berka) throws Exception {
        assertThat(berka.clean("trans", "SELECT count(*), count(DISTINCT trans_id) FROM clean"))
                .containsExactly("49102|49102");
        assertThat(berka.published("SELECT count(*) FROM trans_fact")).containsExactly("49102");
        assertThat(berka.errors("account")).isEmpty();
        assertThat(berka.errors("district")).isEmpty();
        List<ErrorRecord> errors = berka.errors("trans");
        assertThat(errors).hasSize(1);
        ErrorRecord cut = errors.get(0);
        assertThat(cut.place().toString()).contains("49102");
        assertThat(cut.record()).contains("3526882");
        assertThat(cut.reasons()).extracting(Reason::code).contains(RejectionCode.NOT_IN_ENUM, RejectionCode.MISSING);
        String all = berka.run("errors", "list").out();
        assertThat(all).contains("not_in_enum").contains("missing").contains("trans/2025-02-01/0001:0:49102");
    }

    private static void totalsEqualTheOracle(Trial berka) {
        String oracle = TOTALS + "read_csv('" + SharedData.path("oracles", "berka-asc_daily_region_type.csv")
                + "', all_varchar = true)";
        List<String> expected = Duck.query(oracle);
        List<String> actual = berka.published(TOTALS + "daily_region_type");
        assertThat(berka.published("SELECT typeof(credit), typeof(debit) FROM daily_region_type LIMIT 1"))
                .containsExactly("DECIMAL(38,2)|DECIMAL(38,2)");
        assertThat(expected).hasSizeGreaterThan(4_000).doesNotHaveDuplicates();
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void secondRunHasNothingToDo(Trial berka, SandboxServer server) throws Exception {
        List<Path> before = berka.files("data");
        long requests = server.counts().requests();
        Trial.Answer second = berka.run("run");
        assertThat(second.status()).isZero();
        assertThat(second.out()).contains("up to date");
        assertThat(server.counts().requests()).isEqualTo(requests);
        assertThat(berka.files("data")).isEqualTo(before);
    }

    private static void againMakesAnEqualStar(Trial berka) throws Exception {
        List<String> before = berka.published(STAR);
        Trial.Answer again = berka.run("run", "--dataset", "trans", "--interval", SNAPSHOT, "--again");
        assertThat(again.status()).as(again.all()).isZero();
        assertThat(again.out()).contains("49102").doesNotContain("up to date");
        assertThat(berka.file("data/manifests/trans/raw", "0002.json")).exists();
        assertThat(berka.published(STAR)).isEqualTo(before).hasSize(49_102);
        totalsEqualTheOracle(berka);
    }
}
