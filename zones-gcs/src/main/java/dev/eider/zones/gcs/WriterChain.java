package dev.eider.zones.gcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who wrote an object, and who had written what it took the place of: each write leaves its nonce in the metadata,
 * behind those of its last predecessors, each with the generation that it replaced. So a write whose answer was lost
 * is found even when others have come after it.
 */
record WriterChain(List<Link> links) {
    /** Writes that are remembered; the store takes 8 KiB of metadata. */
    static final int LINKS_MAX = 16;

    static final WriterChain NEW = new WriterChain(List.of());

    private static final String KEY = "eider-writers";

    /**
     * One write.
     *
     * @param replaced generation, or {@link GcsNames#ABSENT}
     */
    record Link(long replaced, String nonce) {}

    /** What the metadata of an object tells; nothing for one that others wrote. */
    static WriterChain of(Map<String, String> metadata) {
        List<Link> links = new ArrayList<>();
        for (String link : metadata.getOrDefault(KEY, "").split(" ", LINKS_MAX + 1)) {
            int colon = link.indexOf(':');
            if (colon <= 0 || !link.substring(0, colon).matches("[0-9]{1,18}")) {
                return NEW;
            }
            links.add(new Link(Long.parseLong(link.substring(0, colon)), link.substring(colon + 1)));
        }
        return new WriterChain(links);
    }

    WriterChain then(long replaced, String nonce) {
        List<Link> all = new ArrayList<>(links.subList(Math.max(0, links.size() + 1 - LINKS_MAX), links.size()));
        all.add(new Link(replaced, nonce));
        return new WriterChain(List.copyOf(all));
    }

    Map<String, String> metadata() {
        return Map.of(
                KEY,
                String.join(
                        " ",
                        links.stream()
                                .map(link -> link.replaced + ":" + link.nonce)
                                .toList()));
    }

    /** The write that took the place of a generation; empty where it is not, or no longer, remembered. */
    Optional<Link> after(long replaced) {
        return links.stream().filter(link -> link.replaced == replaced).findFirst();
    }

    /**
     * The generation that a write made.
     *
     * @param current the generation whose chain this is
     */
    long generation(Link link, long current) {
        int next = links.indexOf(link) + 1;
        return next < links.size() ? links.get(next).replaced : current;
    }
}
