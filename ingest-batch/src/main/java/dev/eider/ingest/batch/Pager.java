package dev.eider.ingest.batch;

import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Paginator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/** Tells which page comes after which, to the end; refuses to go round in a circle. Not thread-safe. */
final class Pager {
    /** Refused pages in a row after which a source that counts its pages is given up. */
    static final int BAD_PAGES_IN_A_ROW_MAX = 5;

    private final Paginator paginator;
    private final Site site;
    private final HttpUrl start;
    private final Set<String> seen = new HashSet<>();
    private int badInARow;

    Pager(Paginator paginator, Site site, HttpUrl start) {
        this.paginator = paginator;
        this.site = site;
        this.start = start;
    }

    HttpUrl first() {
        HttpUrl first = paginator instanceof Paginator.PageNumber numbers ? numbered(numbers, 0) : start;
        seen.add(first.toString());
        return first;
    }

    /**
     * The page after this one; empty at the end.
     *
     * @throws EiderException of code PAGING_LIMIT where pages do not end, of BAD_PAGE where a refused page hides what
     *     follows it, of SOURCE_REFUSED where the next page is elsewhere
     */
    Optional<HttpUrl> after(FetchedPage page) throws EiderException {
        badInARow = page.isBad() ? badInARow + 1 : 0;
        if (paginator instanceof Paginator.PageNumber numbers) {
            return afterNumber(numbers, page);
        }
        if (paginator instanceof Paginator.Cursor cursor) {
            return afterCursor(cursor, page);
        }
        if (paginator instanceof Paginator.HeaderLink links) {
            return afterLink(links, page);
        }
        return Optional.empty();
    }

    private Optional<HttpUrl> afterNumber(Paginator.PageNumber numbers, FetchedPage page) throws EiderException {
        if (!page.isBad() && page.records() == 0) {
            return Optional.empty();
        }
        if (badInARow > BAD_PAGES_IN_A_ROW_MAX) {
            throw new EiderException(
                    ErrorCode.BAD_PAGE,
                    "Cannot read on after " + page.name() + ": " + badInARow + " bad pages in a row");
        }
        checkLimit(numbers.maximumPage(), page);
        return Optional.of(numbered(numbers, page.ordinal() + 1));
    }

    private Optional<HttpUrl> afterCursor(Paginator.Cursor cursor, FetchedPage page) throws EiderException {
        if (page.envelope().isEmpty()) {
            throw hidden(page);
        }
        Optional<String> value = page.envelope().get().textAt(cursor.cursorPath());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        checkLimit(cursor.maximumPage(), page);
        HttpUrl next = start.newBuilder()
                .setQueryParameter(cursor.cursorParam(), value.get())
                .build();
        checkNew(next, "cursor", page);
        return Optional.of(next);
    }

    private Optional<HttpUrl> afterLink(Paginator.HeaderLink links, FetchedPage page) throws EiderException {
        Optional<String> target = LinkHeader.next(page.headers().values("Link"));
        if (target.isEmpty()) {
            if (page.isBad()) {
                throw hidden(page);
            }
            return Optional.empty();
        }
        checkLimit(links.maximumPage(), page);
        HttpUrl next = site.follow(page.url(), target.get(), "next link of " + page.name());
        checkNew(next, "next link", page);
        return Optional.of(next);
    }

    private HttpUrl numbered(Paginator.PageNumber numbers, int ordinal) {
        return start.newBuilder()
                .setQueryParameter(numbers.pageParam(), Integer.toString(numbers.basePage() + ordinal))
                .build();
    }

    private void checkLimit(int maximumPage, FetchedPage page) throws EiderException {
        if (page.ordinal() + 1 >= maximumPage) {
            throw new EiderException(
                    ErrorCode.PAGING_LIMIT,
                    "Cannot read beyond " + page.name() + ": maximum_page is " + maximumPage + " and more pages follow",
                    "Raise maximum_page of the paginator, or read shorter intervals");
        }
    }

    private void checkNew(HttpUrl next, String what, FetchedPage page) throws EiderException {
        if (!seen.add(next.toString())) {
            throw new EiderException(
                    ErrorCode.PAGING_LIMIT,
                    "Cannot read beyond " + page.name() + ": its " + what + " leads back to a page already read",
                    "The API pages in a circle: check the paginator of the contract, then ask the API's owner");
        }
    }

    private static EiderException hidden(FetchedPage page) {
        return new EiderException(
                ErrorCode.BAD_PAGE,
                "Cannot read beyond " + page.name() + ": it is bad, and only a good one tells what follows it",
                "on_bad_page: skip goes on after a bad page only where pages are numbered or linked by headers");
    }
}
