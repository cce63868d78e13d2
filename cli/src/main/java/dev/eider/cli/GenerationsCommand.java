package dev.eider.cli;

import dev.eider.core.Generation;
import dev.eider.core.Generations;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what was published. */
@Command(
        name = "generations",
        description = "Published generations, the newest first; * is what readers see.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  eider generations && eider diff 41 42")
final class GenerationsCommand implements Callable<Integer> {
    @Mixin
    private final ProjectOptions options = new ProjectOptions();

    private final Surroundings surroundings;

    GenerationsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Console console = surroundings.console();
        try (Session session = Session.open(options.read(surroundings), surroundings)) {
            List<Generations.Entry> entries = Warehouse.generations(session).list();
            if (entries.isEmpty()) {
                console.line("none  nothing was published yet");
                console.note("next: eider run");
                return 0;
            }
            TextTable table = new TextTable("", "generation", "published at", "size", "rows", "build");
            for (Generations.Entry entry : entries) {
                Generation g = entry.generation();
                long rows =
                        g.rows().values().stream().mapToLong(Long::longValue).sum();
                String mark = entry.isPinned() ? "* pinned" : entry.isCurrent() ? "*" : "";
                table.row(mark, g.number(), g.publishedAt(), Format.bytes(g.bytes()), rows, g.build());
            }
            table.lines(console).forEach(console::line);
            return 0;
        }
    }
}
