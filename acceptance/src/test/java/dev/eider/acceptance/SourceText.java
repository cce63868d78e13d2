package dev.eider.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a source file says outside its comments: the string literals of Java, the statements of SQL. */
final class SourceText {
    /** Text blocks by runs of plain characters: one by one, a long block would be too deep for the stack. */
    private static final Pattern JAVA_TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|'(?:\\\\.|[^'\\\\\\n])+'"
                    + "|\"\"\"(?<block>[^\"\\\\]*+(?:(?:\\\\.|\"(?!\"\"))[^\"\\\\]*+)*+)\"\"\"|\"(?<string>(?:\\\\.|[^\"\\\\\\n])*)\"",
            Pattern.DOTALL);

    private static final Pattern SQL_COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private SourceText() {}

    /** The text of each string literal and text block, in order. */
    static List<String> literalsOfJava(String source) {
        List<String> literals = new ArrayList<>();
        Matcher token = JAVA_TOKEN.matcher(source);
        while (token.find()) {
            String block = token.group("block");
            String text = block != null ? block : token.group("string");
            if (text != null) {
                literals.add(text);
            }
        }
        return literals;
    }

    static String sqlWithoutComments(String source) {
        return SQL_COMMENT.matcher(source).replaceAll(" ");
    }
}
