package dev.eider.ingest.stream;

import java.util.List;

/**
 * What is to be done to the topics of a connection so that they are as asked.
 *
 * @param connection its name
 * @param changes in the order in which they are done
 * @param kept what differs from what is asked and stays, since changing it would take something away
 */
public record TopicPlan(String connection, List<TopicChange> changes, List<Kept> kept) {
    public TopicPlan {
        changes = List.copyOf(changes);
        kept = List.copyOf(kept);
    }

    /** A difference that stays, and why. */
    public record Kept(String topic, String what) {}
}
