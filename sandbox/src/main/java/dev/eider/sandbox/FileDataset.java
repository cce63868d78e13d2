package dev.eider.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file as a dataset. Immutable. */
final class FileDataset implements Dataset {
    /** The most bytes of a file, unpacked. */
    static final int FILE_BYTES_MAX = 1 << 30;

    private final DatasetFile file;
    private final Ranks ranks;

    private FileDataset(DatasetFile file, Ranks ranks) {
        this.file = file;
        this.ranks = ranks;
    }

    static FileDataset read(DatasetFile file, SandboxConfig config) throws IOException {
        byte[] bytes = bytes(file);
        Repeats repeats = new Repeats(Mix.of(config.seed(), file.dataset()), config.repeats());
        FileRecords records =
                file.format() == DatasetFile.Format.CSV ? new CsvRecords(file, bytes) : new NdjsonRecords(file, bytes);
        return new FileDataset(file, new Ranks(times(file, records), repeats, records));
    }

    @Override
    public Selection select(Interval interval) throws BadRequestException {
        if (!interval.isAll() && file.dateColumn().isEmpty()) {
            throw new BadRequestException("Cannot select by from and to: " + file.dataset() + " has no date column");
        }
        return ranks.select(interval);
    }

    /** A record without a readable date goes with the one before it, so that it is in exactly one interval. */
    private static long[] times(DatasetFile file, FileRecords records) {
        long[] millis = new long[records.count()];
        if (file.dateColumn().isEmpty()) {
            return millis;
        }
        FileDates dates = FileDates.of(file.dateFormat());
        long before = 0;
        for (int i = 0; i < millis.length; i++) {
            before = dates.millis(records.dateText(i)).orElse(before);
            millis[i] = before;
        }
        return millis;
    }

    private static byte[] bytes(DatasetFile file) throws IOException {
        Path path = file.path();
        if (!Files.isReadable(path)) {
            throw new IOException("Dataset file not found: " + path + " (of dataset " + file.dataset() + ")");
        }
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = path.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX);
            if (in.read() >= 0) {
                throw new IOException("Cannot serve " + path + ": more than " + FILE_BYTES_MAX + " bytes");
            }
            return file.charset().equals(StandardCharsets.UTF_8)
                    ? bytes
                    : new String(bytes, file.charset()).getBytes(StandardCharsets.UTF_8);
        }
    }
}
