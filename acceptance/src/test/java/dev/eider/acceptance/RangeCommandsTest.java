package dev.eider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eider.sandbox.kafka.SharedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges of offsets as commands know them: planned, judged, looked at, judged again and accepted by their names. */
@Tag("slow")
final class RangeCommandsTest {
    private static final long TIME = 1_743_901_323_045L;

    @TempDir
    Path folder;

    @Test
    void aRangeIsNamedByItsTopicPartitionAndFirstOffset() throws Exception {
        String topic = SharedBroker.newTopic("range.commands", 1);
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, 3);
        SharedBroker.topics()
                .produce(topic, 0, List.of(TopicProject.event(1, TIME, "1.50"), TopicProject.event(2, TIME, "2.50")));
        succeed(project, "stream --raw-only --until-caught-up");
        SharedBroker.topics()
                .produce(
                        topic,
                        0,
                        List.of(TopicProject.event(3, TIME, "\"much\""), "no JSON".getBytes(StandardCharsets.UTF_8)));
        succeed(project, "stream --raw-only --until-caught-up");

        assertThat(succeed(project, "plan")).startsWith("stage event " + topic + "-0 offsets 0 to 3 0001-0001\nload ");
        assertThat(succeed(project, "status")).contains(topic + "-0 offsets 2 to 3");
        assertThat(succeed(project, "run")).contains("generation 1");
        assertThat(succeed(project, "plan")).contains("nothing to do");
        assertThat(Duck.query(project.published(), "SELECT event_id, amount FROM event_fact ORDER BY ALL"))
                .containsExactly("1|1.50", "2|2.50");

        String second = topic + "-0@2";
        assertThat(succeed(project, "errors list"))
                .contains("event/" + second + "/0001:0:0", "event/" + second + "/0001:0:1");
        assertThat(succeed(project, "errors show event/" + second + "/0001:0:0 --reveal"))
                .contains("amount")
                .contains("raw      {\"event_id\":3,")
                .contains("\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":2,");
        assertThat(succeed(project, "stage --again --dataset event --interval " + second))
                .contains("stage event " + topic + "-0 offsets 0 to 3 0001-0002: done");
        assertThat(succeed(project, "errors list --interval " + second)).contains("event/" + second + "/0001:0:1");
        assertThat(refused(project, "errors list --interval " + topic + "-0@1"))
                .contains("Range not found: " + topic + "-0@1");
        LocalDate today = LocalDate.now(Clock.systemUTC());
        String days = " --from " + today.minusDays(1) + " --to " + today;
        assertThat(succeed(project, "stage --again --dataset event" + days)).contains("offsets 0 to 3 0001-0003: done");
    }

    @Test
    void aRangeThatIsHeldIsAcceptedByItsName() throws Exception {
        String topic = SharedBroker.newTopic("range.held", 1);
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, 3);
        SharedBroker.topics().produce(topic, 0, List.of(TopicProject.event(1, TIME, "\"much\"")));
        TopicProject.Ended held = project.run("stream --until-caught-up");
        assertThat(held.status()).as(held.output()).isEqualTo(5);
        assertThat(held.output()).contains("Cannot promote 1 staging of this run");
        assertThat(held.output()).contains("1 of 1 records rejected (max_rejected: 50%)");
        assertThat(held.output()).contains("eider stage --dataset event --interval " + topic + "-0@0 --accept");
        assertThat(succeed(project, "stage --accept --dataset event --interval " + topic + "-0@0"))
                .contains("offsets 0 to 0 0001-0002 (accept): done");
        assertThat(succeed(project, "run")).contains("generation 1");
    }

    @Test
    void anAcceptedGapIsBookedAndWhatIsBehindItJudged() throws Exception {
        String topic = SharedBroker.newTopic("range.gap", 1);
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, 3);
        SharedBroker.topics().produce(topic, 0, List.of(TopicProject.event(1, TIME, "1.50")));
        succeed(project, "stream --until-caught-up");
        SharedBroker.topics()
                .produce(
                        topic,
                        0,
                        List.of(
                                TopicProject.event(2, TIME, "2.50"),
                                TopicProject.event(3, TIME, "3.50"),
                                TopicProject.event(4, TIME, "4.50")));
        SharedBroker.topics().deleteBefore(topic, 0, 3);
        TopicProject.Ended met = project.run("stream --until-caught-up");
        assertThat(met.status()).as(met.output()).isEqualTo(3);
        assertThat(met.output()).containsOnlyOnce("next: If they are lost for good");

        assertThat(succeed(project, "stream --until-caught-up --accept-gap " + topic + ":0"))
                .contains(topic + ":0: offsets 1 to 2, 0 records, 2 missing")
                .contains("stage event " + topic + "-0 offsets 1 to 3 0001-0001: done, clean 1");
        assertThat(succeed(project, "plan")).doesNotContain("stage event");
    }

    @Test
    void aRangeIsSentByItsNameOrByItsDay() throws Exception {
        String topic = SharedBroker.newTopic("range.sent", 1);
        String target = SharedBroker.newTopic("range.target", 1);
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, 3);
        for (int id = 1; id <= 4; id++) {
            SharedBroker.topics().produce(topic, 0, List.of(TopicProject.event(id, TIME, id > 2 ? "\"much\"" : "1.5")));
            if (id > 1) {
                succeed(project, "stream --raw-only --until-caught-up");
            }
        }
        succeed(project, "stage");
        String produce = "produce --dataset event --topic " + target;
        assertThat(succeed(project, produce + " --interval " + topic + "-0@0")).contains("sent  2 records (");
        assertThat(succeed(project, produce + " --interval " + topic + "-0@2")).contains("sent  1 record (");
        assertThat(succeed(project, produce + " --zone error --interval " + topic + "-0@2"))
                .contains("sent  1 record (");
        assertThat(refused(project, produce + " --zone clean --interval " + topic + "-0@2"))
                .contains("Cannot send a part of what was judged together: " + topic + "-0 offsets 0 to 3");
        assertThat(refused(project, produce + " --interval " + topic + "-3@17"))
                .contains("Range not found: " + topic + "-3@17 of event");

        LocalDate today = LocalDate.now(Clock.systemUTC());
        assertThat(succeed(project, produce + " --from " + today.minusDays(1) + " --to " + today))
                .contains("sent  4 records (");
        assertThat(refused(project, produce + " --from 2025-01-06 --to 2025-01-12"))
                .contains("Batches not found: event from 2025-01-06 to 2025-01-12")
                .contains("of the day of their first record's timestamp")
                .contains("--interval TOPIC-PARTITION@OFFSET");
    }

    @Test
    void rangesOfATopicThatWasMadeAnewAreToldApart() throws Exception {
        String topic = SharedBroker.topicName("range.anew");
        TopicProject project = TopicProject.of(folder.resolve("project"), topic, 3);
        List<String> places = new ArrayList<>();
        for (String wrong : List.of("\"much\"", "\"more\"")) {
            String id = hex(SharedBroker.topics().create(topic, 1));
            SharedBroker.topics()
                    .produce(topic, 0, List.of(TopicProject.event(1, TIME, "1.5"), TopicProject.event(2, TIME, wrong)));
            succeed(project, "stream --until-caught-up --open-chain " + topic);
            places.add("event/" + topic + "~" + id.substring(0, 6) + "-0@0/0001:0:1");
            SharedBroker.topics().delete(topic);
        }
        assertThat(succeed(project, "errors list")).contains(places);
        assertThat(succeed(project, "errors show --reveal " + places.get(0))).contains("\"much\"");
        assertThat(succeed(project, "errors show --reveal " + places.get(1))).contains("\"more\"");
        String older = "event/" + topic + "-0@0/0001:0:1";
        assertThat(refused(project, "errors show " + older))
                .contains("Invalid place: " + older + " (more than one topic had this name)")
                .contains(places);
        assertThat(refused(project, "errors show event/" + topic + "-0@7/0001:0:1"))
                .contains("Error not found: event/" + topic + "-0@7/0001:0:1");
        String range = places.get(0).split("/")[1];
        assertThat(succeed(project, "errors list --interval " + range)).contains(topic + "-0@0/0001:0:1");
    }

    private static String hex(Uuid id) {
        return String.format(Locale.ROOT, "%016x%016x", id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static String refused(TopicProject project, String command) {
        TopicProject.Ended ended = project.run(command);
        assertThat(ended.status()).as(ended.output()).isEqualTo(2);
        return ended.output();
    }

    private static String succeed(TopicProject project, String command) {
        TopicProject.Ended ended = project.run(command);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }
}
