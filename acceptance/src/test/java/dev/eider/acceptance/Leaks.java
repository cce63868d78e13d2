package dev.eider.acceptance;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Texts that must not be in a file: searched in its bytes, and in what is packed in them, since bytes hide most. */
final class Leaks {
    private static final int BASE64_GROUP = 3;

    private Leaks() {}

    /** Those of the texts that the file holds, packed or not. */
    static List<String> in(Path file, Collection<String> texts) throws IOException {
        List<String> contents = new ArrayList<>();
        contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
        String name = file.getFileName().toString();
        if (name.endsWith(".zst")) {
            try (InputStream in = new ZstdInputStream(Files.newInputStream(file))) {
                contents.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } else if (name.endsWith(".parquet")) {
            for (String function : List.of("read_parquet", "parquet_metadata", "parquet_kv_metadata")) {
                contents.addAll(Duck.query("SELECT COLUMNS(*)::VARCHAR FROM " + function + "('" + file + "')"));
            }
        } else if (name.endsWith(".duckdb") || name.endsWith(".work")) {
            contents.addAll(database(file));
        }
        return texts.stream()
                .filter(text -> forms(text).stream().anyMatch(form -> isIn(form, contents)))
                .toList();
    }

    private static boolean isIn(String form, List<String> contents) {
        return contents.stream().anyMatch(content -> content.contains(form));
    }

    /** The text as it is, and what of its Base64 does not depend on its neighbours, wherever it begins among them. */
    private static List<String> forms(String text) {
        List<String> forms = new ArrayList<>(List.of(text));
        for (int before = 0; before < BASE64_GROUP; before++) {
            byte[] bytes = ("\0".repeat(before) + text).getBytes(StandardCharsets.UTF_8);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            forms.add(encoded.substring(before == 0 ? 0 : before + 1, bytes.length / BASE64_GROUP * 4));
        }
        return forms;
    }

    private static List<String> database(Path file) {
        List<String> contents = new ArrayList<>();
        for (String catalog :
                List.of("duckdb_tables()", "duckdb_views()", "duckdb_columns()", "duckdb_constraints()")) {
            contents.addAll(Duck.query(file, "SELECT COLUMNS(*)::VARCHAR FROM " + catalog));
        }
        List<String> tables = Duck.query(
                file,
                "SELECT '\"' || schema_name || '\".\"' || table_name || '\"' FROM duckdb_tables() UNION ALL"
                        + " SELECT '\"' || schema_name || '\".\"' || view_name || '\"' FROM duckdb_views() WHERE NOT internal");
        for (String table : tables) {
            contents.addAll(Duck.query(file, "SELECT COLUMNS(*)::VARCHAR FROM " + table));
        }
        return contents;
    }
}
