package dev.eider.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sandbox's answers to requests. Thread-safe. */
final class BankApi {
    private static final String ADMIN = "/_sandbox/";

    private final SandboxConfig config;
    private final Map<String, Selections> datasets;
    private final Counters counters;
    private final FaultPlan faults;
    private final RenderedPages rendered;
    private final Map<String, List<CannedResponse>> canned = new ConcurrentHashMap<>();
    private final AtomicLong authorized = new AtomicLong();

    BankApi(SandboxConfig config, Map<String, Selections> datasets, Counters counters) {
        this.config = config;
        this.datasets = Map.copyOf(datasets);
        this.counters = counters;
        faults = new FaultPlan(config.seed(), config.faults());
        rendered = new RenderedPages(config.isPrerendered());
    }

    /** Serves a path: several pages by their number in the query, a single one whatever the query. */
    void serve(String path, List<CannedResponse> pages) {
        canned.put(path, List.copyOf(pages));
    }

    void order(String path, List<Fault> ordered) {
        faults.order(path, ordered);
    }

    Selections.Selected select(String dataset, Interval interval) throws BadRequestException {
        Selections found = datasets.get(dataset);
        if (found == null) {
            throw new IllegalArgumentException(
                    "Dataset not found: " + dataset + " (there are " + datasets.keySet() + ")");
        }
        return found.select(interval);
    }

    /** Renders all pages of all datasets that a client without an interval meets. */
    void prerender(String baseUrl) throws BadRequestException {
        for (String dataset : datasets.keySet()) {
            String url = baseUrl + "/" + dataset;
            long size = select(dataset, Interval.ALL).records().size();
            String target = "/" + dataset;
            for (long offset = 0; offset == 0 || offset < size; offset += config.pageSize()) {
                Request request = Request.of("GET", target, Map.of("host", baseUrl.replaceFirst("^http://", "")));
                PageRequest page = PageRequest.of(request, config.pageSize());
                rendered.keep(url, target, PageRenderer.render(select(dataset, Interval.ALL), page, url));
                target = "/" + dataset + page.queryAt(offset + config.pageSize());
            }
        }
    }

    Served handle(Request request, String ownUrl) {
        try {
            if (request.path().startsWith(ADMIN)) {
                return Served.whole(admin(request));
            }
            counters.request();
            Optional<Answer> refusal = refusal(request);
            if (refusal.isPresent()) {
                counters.unauthorized();
                return Served.whole(refusal.get());
            }
            if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
                return Served.whole(Answer.error(405, "Method not allowed: only GET and HEAD are"));
            }
            if (isBadPage(request)) {
                counters.badPage();
                return Served.whole(Answer.html());
            }
            String url = request.header("host").map(host -> "http://" + host).orElse(ownUrl) + request.path();
            return faulty(request, answer(request, url));
        } catch (BadRequestException e) {
            return Served.whole(Answer.error(400, String.valueOf(e.getMessage())));
        }
    }

    private Optional<Answer> refusal(Request request) {
        if (config.token().isPresent() && !isSecretIn(request, config.token().get())) {
            return Optional.of(Answer.json(
                    401,
                    Map.of("WWW-Authenticate", "Bearer realm=\"sandbox\""),
                    "{\"error\":\"unauthorized\",\"message\":\"The token or key is missing or wrong.\"}"));
        }
        if (config.expiresAfter().isPresent()
                && authorized.getAndIncrement() >= config.expiresAfter().getAsLong()) {
            return Optional.of(
                    Answer.json(403, "{\"error\":\"expired\",\"message\":\"The token or key has expired.\"}"));
        }
        return Optional.empty();
    }

    private static boolean isSecretIn(Request request, String secret) {
        return request.header("authorization").map(("Bearer " + secret)::equals).orElse(false)
                || request.header("x-api-key").map(secret::equals).orElse(false)
                || request.parameter(Request.SECRET_PARAMETER)
                        .map(secret::equals)
                        .orElse(false);
    }

    private boolean isBadPage(Request request) throws BadRequestException {
        return config.hasBadPages()
                && config.isBadPage(
                        request.path().substring(1),
                        PageRequest.of(request, config.pageSize()).page());
    }

    private Answer answer(Request request, String url) throws BadRequestException {
        List<CannedResponse> pages = canned.get(request.path());
        if (pages != null) {
            return cannedPage(pages, request);
        }
        String dataset = request.path().substring(1);
        if (!datasets.containsKey(dataset)) {
            return Answer.error(404, "Not found: see /_sandbox/health for the datasets");
        }
        Optional<Answer> kept = rendered.find(url, request.target());
        if (kept.isPresent()) {
            return kept.get();
        }
        PageRequest page = PageRequest.of(request, config.pageSize());
        Answer answer = PageRenderer.render(select(dataset, page.interval()), page, url);
        return rendered.keep(url, request.target(), answer);
    }

    private static Answer cannedPage(List<CannedResponse> pages, Request request) {
        String number = request.parameter("page").orElse("1");
        int index = pages.size() > 1 && number.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(number) - 1 : 0;
        if (index >= pages.size()) {
            return Answer.json(200, "{\"data\":[]}");
        }
        return pages.get(index).answer();
    }

    private Served faulty(Request request, Answer answer) {
        Optional<Fault> fault = answer.status() == 200 ? faults.next(request) : Optional.empty();
        fault.ifPresent(counters::fault);
        if (fault.isEmpty() || fault.get() == Fault.SLOW_BODY) {
            answer.page().ifPresent(page -> counters.page(page, answer.bytes()));
        }
        return fault.map(kind -> switch (kind) {
                    case TOO_MANY_REQUESTS -> Served.whole(tooMany());
                    case UNAVAILABLE -> Served.whole(Answer.error(503, "The bank is busy."));
                    case HTML -> Served.whole(Answer.html());
                    case RESET, RESET_MIDWAY, SLOW_BODY, TRUNCATED_BODY -> new Served(answer, fault);
                })
                .orElseGet(() -> Served.whole(answer));
    }

    private Answer tooMany() {
        String seconds = Long.toString(config.retryAfter().toSeconds());
        return Answer.json(429, Map.of("Retry-After", seconds), "{\"error\":\"too_many_requests\"}");
    }

    private Answer admin(Request request) throws BadRequestException {
        return switch (request.path().substring(ADMIN.length())) {
            case "health" -> Answer.json(200, health());
            case "stats" -> Answer.json(200, counters.snapshot().toJson());
            case "expected" -> expected(request);
            default -> Answer.error(404, "Not found: there are health, stats and expected");
        };
    }

    private Answer expected(Request request) throws BadRequestException {
        String dataset = request.parameter("dataset").orElse("transactions");
        if (!datasets.containsKey(dataset)) {
            return Answer.error(404, "Dataset not found");
        }
        Interval interval = Interval.of(request.parameter("from"), request.parameter("to"));
        return Answer.json(200, select(dataset, interval).expected().toJson());
    }

    private String health() {
        JsonFields json = new JsonFields();
        datasets.keySet().stream().sorted().forEach(name -> json.field(name, records(name)));
        return "{\"status\":\"ok\",\"datasets\":" + json + "}";
    }

    private long records(String dataset) {
        try {
            return select(dataset, Interval.ALL).records().size();
        } catch (BadRequestException e) {
            throw new IllegalStateException("Cannot select all of " + dataset + ": an open interval is always good", e);
        }
    }
}
