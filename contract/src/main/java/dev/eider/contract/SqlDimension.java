package dev.eider.contract;

/**
 * A dimension made by one SELECT over clean datasets ({@code clean.<dataset>}); the whole is made anew.
 *
 * @param naturalKey output column that facts refer to; with a masked key the token, {@code masked_<key>} beside it
 */
public record SqlDimension(String table, String naturalKey, String description, String sql) {}
