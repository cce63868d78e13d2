package dev.eider.core;

import dev.eider.contract.EiderException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Surrogate keys by natural key or token, given once and for ever. They live in keys.parquet and, within a load, in
 * temporary tables: never in the warehouse file, since a token is private.
 */
final class KeyMap {
    private static final String ALL = "_keys";

    private final Session session;
    private long assigned;

    private KeyMap(Session session) {
        this.session = session;
    }

    static KeyMap open(Session session, Optional<Path> file) throws SQLException {
        session.run("CREATE OR REPLACE TEMP TABLE " + ALL
                + " (dimension VARCHAR NOT NULL, natural_key VARCHAR NOT NULL, id INTEGER NOT NULL)");
        if (file.isPresent()) {
            session.run("INSERT INTO " + ALL + " SELECT dimension, natural_key, id FROM read_parquet("
                    + Sql.text(file.get().toString()) + ")");
        }
        return new KeyMap(session);
    }

    /**
     * Gives ids to natural keys that have none, in the order of the batch that names them first, then of their text:
     * loading batch by batch or all at once gives the same.
     *
     * @param seen a query of {@code natural_key, batch}
     */
    void assign(String kind, String seen) throws SQLException {
        assigned += session.run("""
                INSERT INTO %1$s
                SELECT %2$s, n.natural_key,
                       (SELECT coalesce(max(id), 0) FROM %1$s WHERE dimension = %2$s)
                           + row_number() OVER (ORDER BY n.first_slice, n.natural_key)
                FROM (SELECT CAST(s.natural_key AS VARCHAR) AS natural_key, min(coalesce(l.slice, '')) AS first_slice
                      FROM (%3$s) s LEFT JOIN eider.ledger l ON l.batch = s.batch
                      WHERE s.natural_key IS NOT NULL GROUP BY 1) n
                WHERE NOT EXISTS (SELECT 1 FROM %1$s k WHERE k.dimension = %2$s AND k.natural_key = n.natural_key)
                """.formatted(ALL, Sql.text(kind), seen));
    }

    /** Makes the map of one kind: {@code natural_key} in its own type, {@code id}. */
    void open(String kind, String keyType) throws SQLException {
        session.run("CREATE OR REPLACE TEMP TABLE " + Sql.name("_keys_" + kind) + " AS SELECT CAST(natural_key AS "
                + keyType + ") AS natural_key, id FROM " + ALL + " WHERE dimension = " + Sql.text(kind));
    }

    boolean hasNew() {
        return assigned > 0;
    }

    /** Writes all keys, durable on return. */
    void write(Path file) throws SQLException, EiderException {
        session.run("COPY (SELECT dimension, natural_key, id FROM " + ALL + " ORDER BY dimension, id) TO "
                + Sql.text(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw Failures.of("write the surrogate keys", e);
        }
    }
}
