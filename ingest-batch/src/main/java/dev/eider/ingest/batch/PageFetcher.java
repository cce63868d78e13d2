package dev.eider.ingest.batch;

import dev.eider.contract.Connection;
import dev.eider.contract.EiderException;
import dev.eider.contract.ErrorCode;
import dev.eider.contract.Limits;
import dev.eider.contract.RejectionCode;
import dev.eider.contract.Source;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import okhttp3.HttpUrl;
import okhttp3.Response;

/**
 * Brings one page after the other, each whole and split, or says for good why not. Asks again where that may help, as
 * often and as long as the connection allows. Used by one thread; {@link #cancel} by any.
 */
final class PageFetcher implements Closeable {
    /** Attempts after which a body that is no page counts as bad for good. */
    static final int BAD_PAGE_ATTEMPTS_MAX = 3;

    private final String step;
    private final Caller caller;
    private final Site site;
    private final Source.Api source;
    private final Map<String, String> headers;
    private final Limits limits;
    private final Clock clock;
    private final Backoff backoff;
    private final Random random;
    private final Traffic traffic;
    private final PageSplitter splitter;
    private final Spool body;

    /** What a fetcher works with; {@code step} is how messages call the batch. */
    record Setting(
            String step, Limits limits, Clock clock, Path scratch, Backoff backoff, Random random, Traffic traffic) {}

    PageFetcher(ApiClient client, Source.Api source, Map<String, String> headers, Setting setting) {
        this.caller = new Caller(client);
        this.site = client.site();
        this.source = source;
        this.headers = Map.copyOf(headers);
        this.step = setting.step();
        this.limits = setting.limits();
        this.clock = setting.clock();
        this.backoff = setting.backoff();
        this.random = setting.random();
        this.traffic = setting.traffic();
        this.splitter = new PageSplitter(source.dataSelector(), limits);
        this.body = new Spool(setting.scratch());
    }

    /**
     * The page of a URL, in the spool. A bad one is a result only if the source skips bad pages.
     *
     * @throws EiderException of code SOURCE_REFUSED, BAD_PAGE or SOURCE_UNAVAILABLE
     */
    FetchedPage fetch(int ordinal, HttpUrl url, Spool spool) throws EiderException {
        Connection.Retry retry = site.connection().retry();
        Visit visit = new Visit(ordinal, url, spool, retry);
        RetryPolicy<FetchedPage> policy = RetryPolicy.<FetchedPage>builder()
                .handle(TryAgainException.class)
                .abortOn((Throwable e) -> visit.isOver(e))
                .withMaxAttempts(retry.attempts())
                .withMaxDuration(retry.budget())
                .withDelayFnOn(visit::delay, TryAgainException.class)
                .onRetry(event -> traffic.answered(Traffic.Outcome.RETRIED))
                .build();
        try {
            FetchedPage page = Failsafe.with(policy).get(visit::attempt);
            traffic.answered(page.isBad() ? Traffic.Outcome.BAD_PAGE : Traffic.Outcome.OK);
            return page;
        } catch (TryAgainException e) {
            traffic.answered(Traffic.Outcome.REFUSED);
            throw visit.gaveUp(e);
        } catch (FailsafeException e) {
            traffic.answered(Traffic.Outcome.REFUSED);
            if (e.getCause() instanceof EiderException refused) {
                throw refused;
            }
            throw new EiderException(ErrorCode.SOURCE_UNAVAILABLE, "Cannot read " + visit.what() + ": interrupted");
        }
    }

    /** Ends the request under way. */
    void cancel() {
        caller.cancel();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    /** The attempts at one page. */
    private final class Visit {
        private final int ordinal;
        private final HttpUrl url;
        private final Spool spool;
        private final Connection.Retry retry;
        private int attempts;
        private int badAttempts;
        private int failuresOfKind;
        private Duration elapsed = Duration.ZERO;
        private String contentType = "none";
        private int status;

        Visit(int ordinal, HttpUrl url, Spool spool, Connection.Retry retry) {
            this.ordinal = ordinal;
            this.url = url;
            this.spool = spool;
            this.retry = retry;
        }

        String what() {
            return step + ", " + FetchedPage.name(ordinal) + ", from " + Site.shown(url);
        }

        FetchedPage attempt(ExecutionContext<FetchedPage> context) throws EiderException {
            attempts++;
            elapsed = context.getElapsedTime();
            traffic.asked();
            try {
                spool.clear();
                try (Response response = caller.get(url, headers, what())) {
                    status = response.code();
                    Answers.check(response, what(), site, clock);
                    return read(response);
                }
            } catch (CappedStream.TooLongException e) {
                throw new EiderException(
                        ErrorCode.BAD_PAGE,
                        "Cannot read " + what() + ": the body has " + e.getMessage() + " (the limit of a page)",
                        "Ask the API for smaller pages in params of the contract");
            } catch (Spool.ScratchException e) {
                throw e.toEider(what());
            } catch (IOException e) {
                throw Answers.broken(e, site);
            }
        }

        private FetchedPage read(Response response) throws IOException, EiderException {
            contentType = Answers.contentType(response);
            boolean keepsBody =
                    source.onBadPage() == Source.OnBadPage.SKIP && (badAttempts > 0 || attempts == retry.attempts());
            CappedStream counted = new CappedStream(response.body().byteStream(), limits.pageBytesMax());
            try {
                if (response.code() == Answers.NO_CONTENT) {
                    return page(response, 0, Optional.of(Envelope.NONE), Optional.empty());
                }
                PageSplitter.Split split = keepsBody ? splitKept(counted) : splitter.split(counted, spool);
                return page(response, split.records(), Optional.of(split.envelope()), Optional.empty());
            } catch (BadPageException e) {
                return bad(response, e, keepsBody);
            } finally {
                traffic.received(counted.bytes());
            }
        }

        private PageSplitter.Split splitKept(InputStream in) throws IOException, BadPageException {
            body.clear();
            byte[] block = new byte[1 << 16];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                body.write(block, 0, count);
            }
            try (InputStream whole = body.open()) {
                return splitter.split(whole, spool);
            }
        }

        private FetchedPage bad(Response response, BadPageException e, boolean keepsBody)
                throws IOException, EiderException {
            badAttempts++;
            boolean isLast = badAttempts >= BAD_PAGE_ATTEMPTS_MAX || attempts >= retry.attempts();
            if (!isLast) {
                throw TryAgainException.after("the source sent no page of records: " + e.getMessage());
            }
            if (!keepsBody) {
                throw badForGood(e);
            }
            spool.swap(body);
            return page(
                    response,
                    0,
                    Optional.empty(),
                    Optional.of(new FetchedPage.Refusal(e.code(), String.valueOf(e.getMessage()))));
        }

        private EiderException badForGood(BadPageException e) {
            return new EiderException(
                    ErrorCode.BAD_PAGE,
                    "Cannot read " + what() + ": " + e.getMessage() + " (status " + status + ", content type "
                            + contentType + ", " + attempts + " attempts)",
                    e.code() == RejectionCode.NO_RECORDS
                            ? "Check data_selector of the contract"
                            : "on_bad_page: skip in the contract keeps such a page in raw and reads on");
        }

        private FetchedPage page(
                Response response, long records, Optional<Envelope> envelope, Optional<FetchedPage.Refusal> bad) {
            return new FetchedPage(
                    ordinal, url, response.code(), response.headers(), clock.instant(), records, envelope, bad, spool);
        }

        boolean isOver(Throwable thrown) {
            if (!(thrown instanceof TryAgainException e)) {
                return true;
            }
            failuresOfKind = e.attemptsMax() == Integer.MAX_VALUE ? 0 : failuresOfKind + 1;
            return failuresOfKind >= e.attemptsMax()
                    || e.notBefore().filter(this::isBeyondBudget).isPresent();
        }

        private boolean isBeyondBudget(Duration wait) {
            return wait.compareTo(retry.budget().minus(elapsed)) > 0;
        }

        Duration delay(ExecutionContext<FetchedPage> context) {
            Throwable last = context.getLastException();
            if (last instanceof TryAgainException failure && failure.notBefore().isPresent()) {
                return failure.notBefore().get();
            }
            return backoff.after(Math.max(1, context.getAttemptCount()), random);
        }

        EiderException gaveUp(TryAgainException e) {
            String asked = e.notBefore()
                    .filter(this::isBeyondBudget)
                    .map(wait -> " and asks to wait " + wait.toSeconds() + " s, longer than retry.budget allows")
                    .orElse("");
            String tries = attempts == 1 ? "1 attempt" : attempts + " attempts";
            return new EiderException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "Cannot read " + what() + ": " + e.what() + asked + " (" + tries + ")",
                    Answers.nextStep(e, site));
        }
    }
}
