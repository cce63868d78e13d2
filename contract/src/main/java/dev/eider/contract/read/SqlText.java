package dev.eider.contract.read;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text of SQL says on its surface: which names occur, how it begins, whether it is one statement. */
final class SqlText {
    /**
     * Comments, strings, quoted names, words, semicolons: in this order the first that fits is what stands there. A
     * doubled quote makes two strings of one, which is as good here. No group is repeated, for that costs stack.
     */
    private static final Pattern TOKEN = Pattern.compile("--[^\\n]*"
            + "|/\\*(?s:.*?)\\*/"
            + "|(?<string>'[^']*'|\\$\\$(?s:.*?)\\$\\$)"
            + "|\"(?<quoted>[^\"]*)\""
            + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)"
            + "|(?<end>;)"
            + "|(?<other>[^\\s])");

    private static final Set<String> QUERIES = Set.of("select", "with", "from", "values", "pivot", "unpivot", "table");

    private final Set<String> names = new LinkedHashSet<>();
    private String first = "";
    private boolean isEnded;
    private boolean isSeveral;

    SqlText(String sql) {
        Matcher token = TOKEN.matcher(sql);
        while (token.find()) {
            String word = token.group("word") != null ? token.group("word") : token.group("quoted");
            if (word != null) {
                names.add(word.toLowerCase(Locale.ROOT));
            }
            boolean isText = word != null || token.group("string") != null || token.group("other") != null;
            if (isText && first.isEmpty() && !"(".equals(token.group())) {
                first = token.group().toLowerCase(Locale.ROOT);
            }
            isSeveral |= isEnded && isText;
            isEnded |= token.group("end") != null;
        }
    }

    /** Words and quoted names, in lower case. */
    Set<String> names() {
        return names;
    }

    boolean isEmpty() {
        return first.isEmpty();
    }

    boolean isQuery() {
        return QUERIES.contains(first);
    }

    boolean isSeveral() {
        return isSeveral;
    }
}
