package dev.eider.cli;

import dev.eider.contract.EiderException;
import dev.eider.core.Generation;
import dev.eider.core.GenerationDiff;
import dev.eider.core.Generations;
import dev.eider.core.Publication;
import java.util.Map;

/** What a publication changed for readers. */
final class Changes {
    private Changes() {}

    static TextTable table(Generations generations, Publication.Moved moved) throws EiderException {
        if (moved.before().isEmpty()) {
            TextTable table = new TextTable("table", "rows");
            moved.generation().rows().forEach(table::row);
            return table;
        }
        return table(generations.diff(
                moved.before().get().number(), moved.generation().number()));
    }

    static TextTable table(GenerationDiff diff) {
        TextTable table = new TextTable("table", "rows", "added", "removed", "changed", "totals");
        Generation after = diff.to();
        for (GenerationDiff.TableDiff change : diff.tables()) {
            StringBuilder totals = new StringBuilder();
            for (Map.Entry<String, GenerationDiff.Total> total : change.totals().entrySet()) {
                totals.append(totals.isEmpty() ? "" : "; ")
                        .append(total.getKey())
                        .append(' ');
                totals.append(total.getValue().before())
                        .append(" → ")
                        .append(total.getValue().after());
            }
            table.row(
                    change.table(),
                    after.rows().getOrDefault(change.table(), 0L),
                    change.added(),
                    change.removed(),
                    change.changed(),
                    totals);
        }
        return table;
    }
}
