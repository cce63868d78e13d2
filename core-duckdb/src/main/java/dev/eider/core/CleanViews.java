package dev.eider.core;

import dev.eider.contract.Column;
import dev.eider.contract.Contract;
import dev.eider.contract.DatasetName;
import dev.eider.contract.EiderException;
import dev.eider.contract.Project;
import dev.eider.contract.SqlDimension;
import dev.eider.zones.BatchId;
import dev.eider.zones.Ledger;
import dev.eider.zones.Manifest;
import dev.eider.zones.Revision;
import dev.eider.zones.StageName;
import dev.eider.zones.StoredFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Clean rows as relations of the loader's transaction. */
final class CleanViews {
    private final Session session;
    private final CleanFiles files;
    private final Set<DatasetName> incoming = new HashSet<>();

    CleanViews(Session session, CleanFiles files) {
        this.session = session;
        this.files = files;
    }

    /** Makes the relation {@link #rows} of the batches to be loaded, whose ledger rows are written already. */
    void open(Contract contract, List<LoadPlan.Incoming> batches) throws SQLException, EiderException {
        List<List<Object>> tuples = new ArrayList<>();
        List<CleanSchema.Staged> staged = new ArrayList<>();
        List<Path> fetched = files.fetch(batches.stream()
                .flatMap(batch -> batch.manifest().outputs(StoredFile.Role.CLEAN).stream())
                .toList());
        int number = 0;
        for (LoadPlan.Incoming batch : batches) {
            List<String> paths = new ArrayList<>();
            for (int i = 0; i < batch.manifest().outputs(StoredFile.Role.CLEAN).size(); i++) {
                tuples.add(List.of(number, batch.number()));
                paths.add(Sql.text(fetched.get(number++).toString()));
            }
            staged.add(new CleanSchema.Staged(batch.manifest(), paths));
        }
        if (number > 0) {
            create(contract.dataset(), new CleanSchema(session, contract).relation(staged), tuples);
            incoming.add(contract.dataset());
        }
    }

    /** A file is known by its number in the list: joining by it costs far less than by its name. */
    private void create(DatasetName dataset, String parquet, List<List<Object>> tuples) throws SQLException {
        String numbers = "_numbers_" + dataset;
        session.run("CREATE OR REPLACE TEMP TABLE " + Sql.name(numbers) + " (file_index INTEGER, batch INTEGER)");
        session.append("temp", numbers, tuples);
        String table = Sql.name("_files_" + dataset);
        session.run("CREATE OR REPLACE TEMP TABLE " + table + " AS SELECT f.file_index, l.batch AS _batch,"
                + " l.slice AS _slice, l.slice_day AS _slice_day, l.committed_at AS _committed_at FROM "
                + Sql.name(numbers) + " f JOIN eider.ledger l ON l.batch = f.batch");
        session.run("CREATE OR REPLACE TEMP VIEW " + records(dataset) + " AS FROM " + parquet);
        session.run("CREATE OR REPLACE TEMP VIEW " + rows(dataset)
                + " AS SELECT p.*, f._batch, f._slice, f._slice_day, f._committed_at FROM " + parquet + " p JOIN "
                + table
                + " f ON f.file_index = p.file_index");
    }

    /** Whether the batches to be loaded have any row. */
    boolean hasRows(DatasetName dataset) {
        return incoming.contains(dataset);
    }

    /** Clean rows of the batches to be loaded and nothing else: what their footers know is free. */
    static String records(DatasetName dataset) {
        return Sql.name("_records_" + dataset);
    }

    /** Clean rows of the batches to be loaded, each with {@code _batch, _slice, _slice_day, _committed_at}. */
    static String rows(DatasetName dataset) {
        return Sql.name("_clean_" + dataset);
    }

    /**
     * Makes {@code clean.<dataset>} of what the dimension reads: a row a key of all batches that the star holds, the
     * latest. To be dropped by {@link #dropCurrent} in the same transaction.
     */
    void openCurrent(Project project, SqlDimension dimension, Ledger ledger, Map<BatchId, String> loaded)
            throws SQLException, EiderException {
        session.run("CREATE SCHEMA IF NOT EXISTS clean");
        for (DatasetName dataset : StarModel.reads(dimension)) {
            Contract contract = project.dataset(dataset).orElseThrow();
            String columns =
                    Sql.names(contract.columns().stream().map(Column::name).toList());
            session.run("CREATE OR REPLACE VIEW clean." + Sql.name(dataset.value()) + " AS SELECT " + columns
                    + " FROM (" + current(contract, ledger, loaded) + ")" + latest(contract));
        }
    }

    private static String latest(Contract contract) {
        return contract.primaryKey().isEmpty()
                ? ""
                : " QUALIFY row_number() OVER (PARTITION BY " + Sql.names(contract.primaryKey())
                        + " ORDER BY _order DESC, _slice DESC, _place DESC) = 1";
    }

    private String current(Contract contract, Ledger ledger, Map<BatchId, String> loaded)
            throws SQLException, EiderException {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<BatchId, String> batch : loaded.entrySet()) {
            if (!batch.getKey().dataset().equals(contract.dataset())) {
                continue;
            }
            Manifest manifest = manifest(ledger, batch.getKey(), batch.getValue());
            List<String> paths = files.fetch(manifest.outputs(StoredFile.Role.CLEAN)).stream()
                    .map(path -> Sql.text(path.toString()))
                    .toList();
            if (!paths.isEmpty()) {
                parts.add("SELECT *, " + Sql.text(batch.getKey().slice()) + " AS _slice FROM "
                        + new CleanSchema(session, contract)
                                .relation(List.of(new CleanSchema.Staged(manifest, paths))));
            }
        }
        return parts.isEmpty() ? empty(contract) : String.join(" UNION ALL BY NAME ", parts);
    }

    private static Manifest manifest(Ledger ledger, BatchId batch, String label) throws EiderException {
        int dash = label.indexOf('-');
        int input = Integer.parseInt(label.substring(0, dash));
        int number = Integer.parseInt(label.substring(dash + 1));
        return ledger.open(new Revision(batch, StageName.STAGE, input, number));
    }

    private static String empty(Contract contract) {
        List<String> columns = new ArrayList<>();
        contract.columns().forEach(c -> columns.add("NULL::" + c.type().sql() + " AS " + Sql.name(c.name())));
        return "SELECT " + String.join(", ", columns)
                + ", 0::BIGINT AS _place, 0::BIGINT AS _order, '' AS _slice WHERE false";
    }

    void dropCurrent() throws SQLException {
        session.run("DROP SCHEMA IF EXISTS clean CASCADE");
    }
}
