package dev.eider.contract.read;

/** Shapes that many keys share. */
final class Words {
    static final Shape.Text TEXT = Shape.Text.of("(?s).+", "a text; quote what YAML would read as something else");
    static final Shape.Text IDENTIFIER = Shape.Text.quotable(
            "[a-z][a-z0-9_]{0,62}", "lower-case letters, digits and _, beginning with a letter, at most 63");
    static final Shape.Text TABLE = IDENTIFIER;
    static final Shape.Text LABEL =
            Shape.Text.quotable("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}", "letters, digits, _, . and -, at most 63");
    static final Shape.Text DURATION =
            Shape.Text.quotable("[1-9][0-9]{0,8}(s|m|h|d)", "a duration such as 90s, 15m, 6h or 3d");
    static final Shape.Text DAYS = Shape.Text.quotable("[1-9][0-9]{0,4}d", "a number of days such as 30d");
    static final Shape.Text SIZE =
            Shape.Text.quotable("[1-9][0-9]{0,8}(B|KiB|MiB|GiB|TiB)", "a size such as 128MiB or 2GiB");
    static final Shape.Text RATE = Shape.Text.quotable("[1-9][0-9]{0,8}/(s|m|h|d)", "a rate such as 20/s or 1000/h");
    static final Shape.Text SHARE =
            Shape.Text.quotable("(100|[0-9]{1,2}(\\.[0-9]{1,6})?)%", "a share from 0% to 100%, such as 0.5%");
    static final Shape.Text DAY = Shape.Text.quotable("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2024-01-31");
    static final Shape.Text ZONE =
            Shape.Text.quotable("[A-Za-z][A-Za-z0-9_+/-]{0,63}", "a time zone such as UTC or Europe/London");
    static final Shape.Text PATH =
            Shape.Text.quotable(".+", "a path such as $.customer.id, $['a b'], or $ for the whole");
    static final Shape.Text URL = Shape.Text.of("https?://[^\\s?#]+", "an http or https URL without ? and #");
    static final Shape.Text HEADER = Shape.Text.of("[A-Za-z0-9!#$%&'*+.^_|~-]{1,100}", "the name of an HTTP header");
    static final Shape.Text PARAM = Shape.Text.of("\\S{1,200}", "a name without blanks");
    static final Shape.Text FOLDER = Shape.Text.of("\\S(.*\\S)?", "a folder, from the project's own on");
    static final Shape.Text PLACE = Shape.Text.of("\\S(.*\\S)?", "a folder, or a URL such as gs://bucket/prefix");
    static final Shape.Text TOPIC = Shape.Text.quotable(
            "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}", "the name of a topic: letters, digits, ., _ and -, at most 249");
    static final Shape.Text BESIDE = Shape.Text.quotable(
            "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\\.(avsc|proto|json)",
            "the name of a file beside this one, ending in .avsc, .proto or .json");
    static final Shape.Text SERVERS = Shape.Text.of(
            "([^\\s,:@/\\[\\]]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}"
                    + "(\\s*,\\s*([^\\s,:@/\\[\\]]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5})*",
            "host:port, separated by commas");
    static final Shape.Text PROPERTY =
            Shape.Text.of("[a-z][a-z0-9._-]{0,199}", "the name of a property of Kafka's clients, in lower case");
    static final Shape.Secret SECRET = new Shape.Secret();
    static final Shape.Truth TRUTH = new Shape.Truth();
    static final Shape.Decimal NUMBER = new Shape.Decimal();
    static final Shape.AnyScalar SCALAR = new Shape.AnyScalar();
    static final Shape.Listing IDENTIFIERS = new Shape.Listing(IDENTIFIER);

    private Words() {}

    static Shape.Whole whole(long minimum, long maximum) {
        return new Shape.Whole(minimum, maximum);
    }
}
