package dev.eider.ingest.batch;

import dev.eider.contract.Paginator;
import dev.eider.contract.Source;
import dev.eider.zones.Books;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads pages of 200 MB, a good one and one that breaks at its very end, in a process of its own with a small heap. */
final class HugePageMain {
    private HugePageMain() {}

    public static void main(String[] arguments) throws Exception {
        Path scratch = Path.of(arguments[0]);
        try (StreamedSource source = new StreamedSource(StreamedSource.page(200_000, 1_000), "plain")) {
            Books books = books(source, scratch);
            System.out.println("good page: " + books.read() + " read, " + books.clean() + " clean");
        }
        StreamedSource.Body broken = out -> {
            StreamedSource.page(200_000, 1_000).write(out);
            out.write("and more".getBytes(StandardCharsets.US_ASCII));
        };
        try (StreamedSource source = new StreamedSource(broken, "plain")) {
            Books books = books(source, scratch);
            System.out.println("bad page: " + books.read() + " read, " + books.rejected() + " rejected");
        }
    }

    private static Books books(StreamedSource source, Path folder) throws Exception {
        Bench bench = new Bench(Files.createTempDirectory(folder, "bench"));
        bench.baseUrl = source.baseUrl();
        bench.paginator = new Paginator.SinglePage();
        bench.onBadPage = Source.OnBadPage.SKIP;
        return bench.run().manifest().books();
    }
}
