package dev.eider.zones.s3;

import dev.eider.zones.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What a write leaves on its object, so that it can be told from every other write.
 *
 * @param writers nonces of those who wrote this name one after the other, the author of this content last
 * @param trailer what follows the content: white space that spells the author's nonce, empty on a first content
 */
record S3Stamp(List<String> writers, String trailer) {
    /** Enough to see whether a write whose answer was lost took part: so many would have to follow it unseen. */
    static final int WRITERS_MAX = 32;

    private static final String WRITERS = "eider-writers";
    private static final String TRAILER = "eider-trailer";
    private static final int BITS = 7;

    S3Stamp {
        writers = List.copyOf(writers);
    }

    /** Of the first content of a name. */
    static S3Stamp created(String writer) {
        return new S3Stamp(List.of(writer), "");
    }

    /** Of a content in the place of another. */
    static S3Stamp replacing(HeadObjectResponse replaced, String writer) {
        List<String> writers = new ArrayList<>(writers(replaced));
        writers.add(writer);
        int first = Math.max(0, writers.size() - WRITERS_MAX);
        return new S3Stamp(writers.subList(first, writers.size()), spell(writer));
    }

    String author() {
        return writers.get(writers.size() - 1);
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put(WRITERS, String.join(" ", writers));
        if (!trailer.isEmpty()) {
            metadata.put(TRAILER, Integer.toString(trailer.length()));
        }
        return metadata;
    }

    /** Who wrote an object's name one after the other; empty where another program did. */
    static List<String> writers(HeadObjectResponse seen) {
        String writers = seen.metadata().getOrDefault(WRITERS, "");
        return writers.isBlank() ? List.of() : List.of(writers.trim().split(" +"));
    }

    /** How many of an object's last bytes are not its content. */
    static int trailerBytes(Map<String, String> metadata) {
        return Integer.parseInt(metadata.getOrDefault(TRAILER, "0"));
    }

    static Version version(String etag) {
        return new Version(etag.replace("\"", ""));
    }

    private static String spell(String writer) {
        StringBuilder spelled = new StringBuilder("\n");
        for (int i = 0; i < writer.length(); i++) {
            for (int bit = 0; bit < BITS; bit++) {
                spelled.append((writer.charAt(i) >> bit & 1) == 0 ? ' ' : '\t');
            }
        }
        return spelled.append('\n').toString();
    }
}
