package dev.eider.cli;

import dev.eider.contract.DatasetName;
import dev.eider.ingest.stream.StreamReport;
import java.util.Map;

/** What a run has read of topics, in a table. */
final class StreamSummary {
    private StreamSummary() {}

    static void tell(StreamReport report, Console console) {
        TextTable table = new TextTable("dataset", "records", "ranges", "control", "missing", "in raw");
        for (Map.Entry<DatasetName, StreamReport.Sums> dataset :
                report.datasets().entrySet()) {
            StreamReport.Sums sums = dataset.getValue();
            table.row(
                    dataset.getKey(),
                    sums.records(),
                    sums.ranges(),
                    sums.control(),
                    sums.missing(),
                    Format.bytes(sums.bytes()));
        }
        if (table.isEmpty()) {
            console.line(console.green("up to date") + "  nothing new was read");
        } else {
            table.lines(console).forEach(console::line);
        }
    }
}
