package dev.eider.core;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A published warehouse, immutable.
 *
 * @param name {@code 000043-k3f9}: its number and its writer's nonce
 * @param basedOn name of the generation before; empty for the first
 * @param bytes size of the warehouse file
 * @param sha256 of the warehouse file, lower-case hexadecimal
 * @param parts the warehouse file in parts of one size; empty where it was stored as one
 * @param keysSha256 of keys.parquet
 * @param rows rows by table, in the order of tables
 */
public record Generation(
        long number,
        String name,
        Optional<String> basedOn,
        long bytes,
        String sha256,
        Optional<Parts> parts,
        String keysSha256,
        Instant publishedAt,
        Map<String, Long> rows,
        String storageVersion,
        String build) {
    public Generation {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /**
     * A file in parts, so that who has an older one needs only those that changed.
     *
     * @param bytes size of each but the last
     * @param sha256 of each in order, lower-case hexadecimal
     */
    public record Parts(int bytes, List<String> sha256) {
        public Parts {
            sha256 = List.copyOf(sha256);
        }
    }
}
