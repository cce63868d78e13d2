package dev.eider.core;

import dev.eider.zones.Context;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** Copies of the working file. */
final class WorkCopy {
    /** Free space beyond half of what lives is given back. */
    private static final double SPARSE_RATIO = 1.5;

    private static final long SPARSE_BLOCKS_MIN = 40;

    private WorkCopy() {}

    static boolean isSparse(Session session) throws SQLException {
        String of = " FROM pragma_database_size() WHERE database_name = current_database()";
        long total = session.number("SELECT total_blocks" + of);
        long used = session.number("SELECT used_blocks" + of);
        return total > SPARSE_BLOCKS_MIN && total > used * SPARSE_RATIO;
    }

    /** Writes the working file anew, without the space of deleted rows. */
    static void rewrite(WorkFolder folder, Context context, String storageVersion) throws SQLException, IOException {
        Path fresh = folder.resolve("warehouse.work.fresh");
        Files.deleteIfExists(fresh);
        try (Session session = Session.inMemory(context.limits(), context.scratch())) {
            session.run("ATTACH " + Sql.text(folder.database().toString()) + " AS worn (READ_ONLY)");
            session.run("ATTACH " + Sql.text(fresh.toString()) + " AS fresh (STORAGE_VERSION "
                    + Sql.text(storageVersion) + ")");
            session.run("COPY FROM DATABASE worn TO fresh");
            session.run("DETACH fresh");
        }
        Fetch.move(fresh, folder.database());
    }

    static void copy(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = in.size();
            for (long at = 0; at < size; ) {
                at += in.transferTo(at, size - at, out);
            }
        }
    }
}
