package dev.eider.core;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a warehouse file knows of itself.
 *
 * @param base name of the generation that it descends from; empty for none
 * @param next name of the generation that was to be made of it; empty for none
 * @param changed whether a load changed it since {@code base}
 * @param keys name of the file of its surrogate keys, in the work folder; empty for none
 * @param model fingerprint of the star's tables
 * @param analytics fingerprint of marts and audits
 */
record WorkState(String base, String next, boolean changed, String keys, String model, String analytics) {
    static WorkState read(Session session) throws SQLException {
        Map<String, String> values = new HashMap<>();
        for (List<@Nullable String> row : session.rows("SELECT name, value FROM eider.state")) {
            values.put(String.valueOf(row.get(0)), String.valueOf(row.get(1)));
        }
        return new WorkState(
                values.getOrDefault("base", ""),
                values.getOrDefault("next", ""),
                Boolean.parseBoolean(values.getOrDefault("changed", "false")),
                values.getOrDefault("keys", ""),
                values.getOrDefault("model", ""),
                values.getOrDefault("analytics", ""));
    }

    void write(Session session) throws SQLException {
        session.run("DELETE FROM eider.state");
        session.run("INSERT INTO eider.state VALUES ('base', " + Sql.text(base) + "), ('next', " + Sql.text(next)
                + "), ('changed', '" + changed + "'), ('keys', " + Sql.text(keys) + "), ('model', " + Sql.text(model)
                + "), ('analytics', " + Sql.text(analytics) + ")");
    }

    /** Whether a file of this state holds what the newest generation holds, and maybe more. */
    boolean descendsFrom(String newest) {
        return base.equals(newest) || (!newest.isEmpty() && next.equals(newest));
    }

    /** The state once the newest generation is known: the one to be made of it may have been published. */
    WorkState settled(String newest) {
        return !newest.isEmpty() && next.equals(newest) && !base.equals(newest)
                ? new WorkState(newest, "", false, keys, model, analytics)
                : this;
    }

    WorkState loaded(String keysFile, String analyticsNow) {
        return new WorkState(base, "", true, keysFile, model, analyticsNow);
    }

    WorkState publishingAs(String generation) {
        return new WorkState(base, generation, changed, keys, model, analytics);
    }
}
