package dev.eider.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.FieldPath;
import dev.eider.contract.Fingerprint;
import dev.eider.contract.Incremental;
import dev.eider.contract.Incremental.Unit;
import dev.eider.contract.Paginator;
import dev.eider.contract.Quality;
import dev.eider.contract.Source;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Intervals as the clocks of a zone show them: none missing, none twice, none too early. */
final class SlicesTest {
    private static Contract contract(String zone, Optional<Incremental> incremental) {
        Source source = new Source.Api(
                "bank",
                "/transactions",
                Map.of(),
                Map.of(),
                FieldPath.of(),
                new Paginator.SinglePage(),
                Optional.empty(),
                incremental,
                Source.OnBadPage.FAIL);
        return contract(zone, source);
    }

    private static Contract contract(String zone, Source source) {
        return new Contract(
                new DatasetName("transaction"),
                Optional.empty(),
                1,
                new Fingerprint("0".repeat(64)),
                ZoneId.of(zone),
                source,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Quality.DEFAULT,
                Optional.empty());
    }

    private static Contract contract(String zone, String start, Unit unit) {
        return contract(zone, Optional.of(new Incremental(LocalDate.parse(start), unit, 0, 1)));
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    private static List<String> due(Contract contract, String now) {
        List<Slice> due = Slices.due(contract, at(now));
        for (int i = 1; i < due.size(); i++) {
            assertThat(due.get(i).start())
                    .as("no gap, no overlap")
                    .isEqualTo(due.get(i - 1).end());
            assertThat(due.get(i)).isGreaterThan(due.get(i - 1));
            assertThat(due.get(i).name())
                    .as("names sort like times")
                    .isGreaterThan(due.get(i - 1).name());
        }
        return due.stream().map(Slice::name).toList();
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        EiderException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void aDayIsDueOnceItIsOver() {
        Contract contract = contract("UTC", "2025-04-06", Unit.DAY);
        assertThat(due(contract, "2025-04-06T23:59:59.999Z")).isEmpty();
        assertThat(due(contract, "2025-04-07T00:00:00Z")).containsExactly("2025-04-06");
        assertThat(due(contract, "2025-04-09T12:00:00Z")).containsExactly("2025-04-06", "2025-04-07", "2025-04-08");
        assertThat(due(contract, "2024-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void aDayBeginsAndEndsWhereTheZoneSaysSo() throws Exception {
        Contract contract = contract("Europe/Berlin", "2025-03-29", Unit.DAY);
        assertThat(due(contract, "2025-03-31T22:00:00Z")).containsExactly("2025-03-29", "2025-03-30", "2025-03-31");
        Slice shortDay = Slices.named(contract, "2025-03-30", at("2025-04-07T00:00:00Z"));
        assertThat(shortDay.start()).isEqualTo("2025-03-29T23:00:00Z");
        assertThat(shortDay.end()).isEqualTo("2025-03-30T22:00:00Z");
        assertThat(shortDay.folderDate()).isEqualTo("2025-03-30");
    }

    @Test
    void anHourThatTheClocksSkipIsNone() {
        assertThat(due(contract("Europe/Berlin", "2025-03-30", Unit.HOUR), "2025-03-30T03:00:00Z"))
                .containsExactly("2025-03-30t00", "2025-03-30t01", "2025-03-30t03", "2025-03-30t04");
    }

    @Test
    void anHourThatTheClocksShowTwiceIsTwo() throws Exception {
        Contract contract = contract("Europe/Berlin", "2025-10-26", Unit.HOUR);
        assertThat(due(contract, "2025-10-26T03:00:00Z"))
                .containsExactly("2025-10-26t00", "2025-10-26t01", "2025-10-26t02", "2025-10-26t02b", "2025-10-26t03");
        assertThat(Slices.named(contract, "2025-10-26t02b", at("2025-10-27T00:00:00Z"))
                        .start())
                .isEqualTo("2025-10-26T01:00:00Z");
        assertThat(due(contract, "2025-10-26T23:00:00Z")).hasSize(25);
    }

    @Test
    void hoursTileEveryDayOfEveryOddZone() {
        for (String zone : List.of(
                "Australia/Lord_Howe",
                "America/Sao_Paulo",
                "Asia/Kathmandu",
                "Pacific/Apia",
                "America/St_Johns",
                "Africa/Casablanca")) {
            for (String day :
                    List.of("2011-12-29", "2018-11-03", "2025-04-05", "2025-10-04", "2025-03-08", "2025-11-01")) {
                LocalDate start = LocalDate.parse(day);
                List<Slice> due = Slices.due(contract(zone, day, Unit.HOUR), at(start.plusDays(4) + "T00:00:00Z"));
                due(contract(zone, day, Unit.HOUR), start.plusDays(4) + "T00:00:00Z");
                assertThat(due).as(zone + " " + day).isNotEmpty();
                assertThat(due.get(0).start())
                        .isEqualTo(start.atStartOfDay(ZoneId.of(zone)).toInstant());
            }
        }
    }

    @Test
    void aDayThatAZoneLeavesOutIsNone() {
        assertThat(due(contract("Pacific/Apia", "2011-12-28", Unit.DAY), "2012-01-01T00:00:00Z"))
                .containsExactly("2011-12-28", "2011-12-29", "2011-12-31");
    }

    @Test
    void weeksBeginOnMondayAndAreNamedByTheirOwnYear() throws Exception {
        Contract contract = contract("UTC", "2024-12-25", Unit.WEEK);
        assertThat(due(contract, "2025-01-13T00:00:00Z")).containsExactly("2024-w52", "2025-w01", "2025-w02");
        Slice week = Slices.named(contract, "2025-w01", at("2025-02-01T00:00:00Z"));
        assertThat(week.start()).isEqualTo("2024-12-30T00:00:00Z");
        assertThat(week.end()).isEqualTo("2025-01-06T00:00:00Z");
        assertThat(due(contract("UTC", "2020-12-21", Unit.WEEK), "2021-01-11T00:00:00Z"))
                .containsExactly("2020-w52", "2020-w53", "2021-w01");
    }

    @Test
    void monthsAreWhole() throws Exception {
        Contract contract = contract("UTC", "2024-01-15", Unit.MONTH);
        assertThat(due(contract, "2024-03-31T00:00:00Z")).containsExactly("2024-01", "2024-02");
        assertThat(Slices.named(contract, "2024-02", at("2024-03-01T00:00:00Z")).end())
                .isEqualTo("2024-03-01T00:00:00Z");
    }

    @Test
    void withoutIntervalsThereIsTheSnapshotOfTheDay() throws Exception {
        Contract contract = contract("Asia/Tokyo", Optional.empty());
        Clock clock = at("2025-04-06T16:00:00Z");
        Slice snapshot = Slices.due(contract, clock).get(0);
        assertThat(snapshot.name()).isEqualTo("2025-04-07");
        assertThat(snapshot.start()).isEqualTo("2025-04-06T15:00:00Z");
        assertThat(snapshot.end()).isEqualTo("2025-04-07T15:00:00Z");
        assertThat(Slices.named(contract, "2025-04-07", clock)).isEqualTo(snapshot);
        assertRefused(
                () -> Slices.named(contract, "2025-04-06", clock),
                "Cannot read interval 2025-04-06 of transaction: it has no intervals, only the snapshot of the day, 2025-04-07");
    }

    @Test
    void anIntervalThatIsNotOverIsRefused() {
        Contract contract = contract("UTC", "2025-04-06", Unit.DAY);
        assertRefused(
                () -> Slices.named(contract, "2025-04-07", at("2025-04-07T12:00:00Z")),
                "Cannot read interval 2025-04-07 of transaction: it is not over before 2025-04-08T00:00:00Z");
    }

    @Test
    void whatNamesNoIntervalIsRefused() {
        Clock clock = at("2025-12-01T00:00:00Z");
        for (String name :
                List.of("2025-02-29", "2025-4-6", "yesterday", "2025-04", "2025-04-06t05", "", "2025-04-06 ")) {
            assertRefused(
                    () -> Slices.named(contract("UTC", "2025-01-01", Unit.DAY), name, clock),
                    "Invalid interval: " + name + " (transaction is read by the day, like 2025-04-06)");
        }
        for (String name : List.of("2025-03-30t02", "2025-03-30t24", "2025-03-30t05b")) {
            assertRefused(
                    () -> Slices.named(contract("Europe/Berlin", "2025-01-01", Unit.HOUR), name, clock),
                    "Invalid interval: " + name + " (transaction is read by the hour, like 2025-04-06t05)");
        }
        for (String name : List.of("2025-w00", "2025-w53", "2025-w54")) {
            assertRefused(
                    () -> Slices.named(contract("UTC", "2020-01-01", Unit.WEEK), name, clock),
                    "Invalid interval: " + name + " (transaction is read by the week, like 2025-w14)");
        }
    }

    @Test
    void anIntervalBeforeTheStartIsRefused() {
        assertRefused(
                () -> Slices.named(contract("UTC", "2025-04-06", Unit.DAY), "2025-04-05", at("2025-12-01T00:00:00Z")),
                "Cannot read interval 2025-04-05 of transaction: it lies before 2025-04-06, where"
                        + " source.incremental.start begins");
    }

    @Test
    void aTopicHasNone() throws Exception {
        Source.Topic topic = new Source.Topic(
                "events",
                "bank.core.transactions",
                false,
                Source.PayloadFormat.JSON,
                Source.PayloadFormat.STRING,
                Optional.empty(),
                Source.Tombstones.REJECT);
        Contract contract = contract("UTC", topic);
        Clock clock = at("2025-04-06T12:00:00Z");

        assertThat(Slices.due(contract, clock)).isEmpty();
        assertThat(Slices.between(contract, "2025-04-01", "2025-04-06", clock)).isEmpty();
        assertRefused(
                () -> Slices.named(contract, "2025-04-06", clock),
                "Cannot read an interval of transaction: it follows topics");
        Source.Api history = contract("UTC", Optional.empty()).source().api().orElseThrow();
        assertThat(Slices.due(contract("UTC", new Source.Both(history, topic)), clock))
                .extracting(Slice::name)
                .containsExactly("2025-04-06");
    }

    @Test
    void aRangeIncludesBothItsEnds() throws Exception {
        Contract days = contract("UTC", "2025-04-01", Unit.DAY);
        Clock clock = at("2025-04-05T12:00:00Z");
        assertThat(Slices.between(days, "2025-04-02", "2025-04-03", clock))
                .extracting(Slice::name)
                .containsExactly("2025-04-02", "2025-04-03");
        assertThat(Slices.between(days, "2025-03-01", "2025-12-31", clock))
                .as("as far as they are over")
                .extracting(Slice::name)
                .containsExactly("2025-04-01", "2025-04-02", "2025-04-03", "2025-04-04");
        assertThat(Slices.between(contract("UTC", "2025-01-01", Unit.MONTH), "2025-02-10", "2025-03", clock))
                .as("a day stands for the interval that holds it")
                .extracting(Slice::name)
                .containsExactly("2025-02", "2025-03");
        assertRefused(
                () -> Slices.between(days, "2025-04-03", "2025-04-02", clock),
                "Cannot read from 2025-04-03 to 2025-04-02: the end is before the beginning");
        assertRefused(
                () -> Slices.between(days, "today", "2025-04-02", clock),
                "Invalid interval: today (a day like 2025-04-06)");
    }
}
