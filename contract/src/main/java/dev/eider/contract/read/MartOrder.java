package dev.eider.contract.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts marts in an order in which they can be built: what a mart's SQL names comes before it. */
final class MartOrder {
    private final Map<String, SqlFile> marts = new TreeMap<>();
    private final Map<String, SqlFile> ordered = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Problems problems;

    private MartOrder(List<SqlFile> files, Problems problems) {
        files.forEach(file -> marts.put(file.name(), file));
        this.problems = problems;
    }

    /** The marts in order, by name where their order is free; marts that read each other are a problem. */
    static List<SqlFile> of(List<SqlFile> marts, Problems problems) {
        MartOrder order = new MartOrder(marts, problems);
        order.marts.keySet().forEach(order::visit);
        return new ArrayList<>(order.ordered.values());
    }

    private void visit(String name) {
        SqlFile mart = marts.get(name);
        if (mart == null || ordered.containsKey(name)) {
            return;
        }
        if (!open.add(name)) {
            List<String> circle = new ArrayList<>(open);
            List<String> names = new ArrayList<>(circle.subList(circle.indexOf(name), circle.size()));
            names.add(name);
            problems.add(mart.file(), mart.nameAt(), "Invalid mart: " + String.join(" reads ", names) + " (a circle)");
            return;
        }
        for (String read : new SqlText(mart.sql()).names()) {
            if (!read.equals(name)) {
                visit(read);
            }
        }
        open.remove(name);
        ordered.put(name, mart);
    }
}
