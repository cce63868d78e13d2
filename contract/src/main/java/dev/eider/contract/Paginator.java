package dev.eider.contract;

/** How an API is read to its end. All but {@link SinglePage} stop at {@code maximumPage} with an error. */
public sealed interface Paginator {
    int MAXIMUM_PAGE = 10_000;

    /** Everything comes in one response. */
    record SinglePage() implements Paginator {}

    /** Pages counted by a parameter, until one without records. */
    record PageNumber(String pageParam, int basePage, int maximumPage) implements Paginator {}

    /** Each body names the next page's cursor; null or absent at the end. */
    record Cursor(FieldPath cursorPath, String cursorParam, int maximumPage) implements Paginator {}

    /** Each response links to the next with {@code Link: <…>; rel="next"}. */
    record HeaderLink(int maximumPage) implements Paginator {}
}
