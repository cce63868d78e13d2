package dev.eider.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A tool that reads a published warehouse in a process of its own, by JDBC: {@code hold} reads once more for each line
 * of its input through one connection, {@code reopen} opens it over and over until its input ends.
 */
final class PublishedReader {
    private PublishedReader() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (arguments[0].equals("hold")) {
            hold(arguments[1], orders);
        } else {
            reopen(arguments[1], orders);
        }
    }

    private static void hold(String file, BufferedReader orders) throws SQLException, IOException {
        try (Connection connection = open(file)) {
            System.out.println(rows(connection));
            while (orders.readLine() != null) {
                System.out.println(rows(connection));
            }
        }
    }

    private static void reopen(String file, BufferedReader orders) throws IOException {
        int reads = 0;
        List<String> failures = new ArrayList<>();
        Map<String, Long> last = Map.of();
        for (boolean isLast = false; !isLast; reads++) {
            isLast = reads > 0 && orders.ready() && orders.readLine() != null;
            try (Connection connection = open(file)) {
                last = rows(connection);
            } catch (SQLException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
            if (reads == 0) {
                System.out.println("reading");
            }
        }
        System.out.println(reads);
        System.out.println(failures);
        System.out.println(last);
    }

    static Connection open(String file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("access_mode", "READ_ONLY");
        return DriverManager.getConnection("jdbc:duckdb:" + file, properties);
    }

    /** Rows of each table and view, read whole. */
    static Map<String, Long> rows(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        Map<String, Long> rows = new TreeMap<>();
        for (String name : names) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT * FROM \"" + name + "\"")) {
                long count = 0;
                while (result.next()) {
                    count++;
                }
                rows.put(name, count);
            }
        }
        return rows;
    }
}
