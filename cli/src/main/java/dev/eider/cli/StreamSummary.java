package dev.eider.cli;

import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.ingest.stream.StreamReport;
import java.util.List;
import java.util.Map;

/** What a run has read of topics, in a table. */
final class StreamSummary {
    private StreamSummary() {}

    /** That partitions are not read any further, each of which was told before. */
    static List<EiderException> failures(StreamReport report) {
        int count = report.incidents().size();
        return count == 0
                ? List.of()
                : List.of(new EiderException(
                        ErrorCode.STREAM_BROKEN,
                        "Cannot read " + Format.count(count, "partition") + " any further (above)",
                        "eider stream --status"));
    }

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
