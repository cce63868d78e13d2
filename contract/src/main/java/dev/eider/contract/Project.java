package dev.eider.contract;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A warehouse project in one environment, whole and valid: eider.yaml, datasets, dimensions, marts and audits.
 *
 * @param root the project's folder; relative paths start here
 * @param bucket URL or path of the zones
 * @param storage how a bucket of a cloud is reached
 * @param scratch folder for files under work
 * @param datasets in the order of their names
 * @param marts in the order in which they can be built
 */
public record Project(
        String name,
        String environment,
        Path root,
        String bucket,
        StorageSettings storage,
        Retention retention,
        ZoneId timezone,
        Optional<MaskKey> maskKey,
        Map<String, Connection> connections,
        List<Contract> datasets,
        List<SqlDimension> dimensions,
        List<Mart> marts,
        List<Audit> audits,
        WarehouseSettings warehouse,
        Limits limits,
        Path scratch,
        Optional<URI> pushgateway) {
    public Project {
        connections = Ordered.copyOf(connections);
        datasets = List.copyOf(datasets);
        dimensions = List.copyOf(dimensions);
        marts = List.copyOf(marts);
        audits = List.copyOf(audits);
    }

    public Optional<Contract> dataset(DatasetName dataset) {
        return datasets.stream().filter(c -> c.dataset().equals(dataset)).findFirst();
    }

    /**
     * The loader's settings.
     *
     * @param work folder of the loader's private file
     * @param keep generations kept
     * @param storageVersion DuckDB storage version that readers open
     */
    public record WarehouseSettings(Path work, int keep, String storageVersion) {}
}
