package dev.eider.sandbox;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resumable uploads under way, by Google's rules, which emulators keep only for uploads that are never interrupted:
 * a session tells how far it is, and goes on telling the outcome; bytes that it has are ignored when they come again;
 * content that does not match the checksum of its announcement is refused at its end. Thread-safe.
 */
final class GcsSessions {
    /** Sessions beyond this many: the oldest are forgotten, and passed on as they are. */
    static final int SESSIONS_MAX = 10_000;

    private static final Pattern CHUNK = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern QUESTION = Pattern.compile("bytes \\*/(\\d{1,18}|\\*)");
    private static final Pattern STORED = Pattern.compile("bytes=0-(\\d{1,18})");
    private static final int RESUME = 308;
    private static final int BROKEN = 500;

    private static final class Session {
        private final boolean isChecked;
        private long stored;
        private long told;
        /** What a client knows that got the head of an answer and no more. */
        private long perhapsTold;

        private boolean isSpoilt;
        private Optional<StoreAnswer.Kept> outcome = Optional.empty();

        Session(boolean isChecked) {
            this.isChecked = isChecked;
        }
    }

    private final Map<String, Session> sessions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > SESSIONS_MAX;
        }
    };

    synchronized void started(String id, boolean isChecked) {
        sessions.put(id, new Session(isChecked));
    }

    /** What a chunk lacks: it must begin where the last answer that its client has says. */
    synchronized Optional<String> lacks(String id, StoreRequest request) {
        Session session = sessions.get(id);
        String range = range(request);
        Matcher chunk = CHUNK.matcher(range);
        if (session == null || QUESTION.matcher(range).matches()) {
            return Optional.empty();
        }
        if (!chunk.matches()) {
            return Optional.of("a Content-Range");
        }
        long start = Long.parseLong(chunk.group(1));
        return start == session.told || start == session.perhapsTold
                ? Optional.empty()
                : Optional.of("a Content-Range from " + session.told + ", where the store's last answer ended");
    }

    private static String range(StoreRequest request) {
        return request.headers().getOrDefault("content-range", "");
    }

    /** The answer of a session that the emulator would spoil by asking it. */
    synchronized Optional<StoreAnswer> instead(String id, StoreRequest request) throws IOException {
        Session session = sessions.get(id);
        if (session == null) {
            return Optional.empty();
        }
        if (session.outcome.isPresent()) {
            return session.outcome.map(StoreAnswer.Kept::again);
        }
        String range = range(request);
        boolean isChecked = session.isChecked || request.headers().containsKey("x-goog-hash");
        if (session.isSpoilt && isChecked && ends(session, range)) {
            session.outcome = Optional.of(
                    GcsRules.problem(400, "Provided CRC32C does not match the CRC32C of the content.", Optional.empty())
                            .keep());
            return session.outcome.map(StoreAnswer.Kept::again);
        }
        Matcher question = QUESTION.matcher(range);
        if (question.matches()) {
            return ends(session, range) ? Optional.empty() : Optional.of(stored(session));
        }
        Matcher chunk = CHUNK.matcher(range);
        boolean bringsNothing = chunk.matches() && Long.parseLong(chunk.group(2)) < session.stored;
        return bringsNothing ? Optional.of(stored(session)) : Optional.empty();
    }

    /** Whether the store has the whole content after this call. */
    private static boolean ends(Session session, String range) {
        Matcher question = QUESTION.matcher(range);
        if (question.matches()) {
            return question.group(1).equals("" + session.stored);
        }
        Matcher chunk = CHUNK.matcher(range);
        return chunk.matches()
                && !chunk.group(3).equals("*")
                && Long.parseLong(chunk.group(2)) + 1 == Long.parseLong(chunk.group(3));
    }

    private static StoreAnswer stored(Session session) throws IOException {
        Map<String, String> range = session.stored == 0 ? Map.of() : Map.of("Range", "bytes=0-" + (session.stored - 1));
        return StoreAnswer.of(RESUME, "text/plain", range, "");
    }

    synchronized long already(String id, StoreRequest request) {
        Session session = sessions.get(id);
        Matcher chunk = CHUNK.matcher(range(request));
        return session == null || !chunk.matches() ? 0 : Math.max(0, session.stored - Long.parseLong(chunk.group(1)));
    }

    synchronized void spoilt(String id) {
        Session session = sessions.get(id);
        if (session != null) {
            session.isSpoilt = true;
        }
    }

    StoreAnswer answered(String id, StoreAnswer answer) throws IOException {
        int status = answer.status();
        if (status >= BROKEN) {
            return answer;
        }
        StoreAnswer.Kept kept = answer.keep();
        synchronized (this) {
            Session session = sessions.get(id);
            if (session != null && status == RESUME) {
                Matcher stored = STORED.matcher(answer.head().header("range").orElse(""));
                session.stored = stored.matches() ? Long.parseLong(stored.group(1)) + 1 : 0;
            } else if (session != null) {
                session.outcome = Optional.of(kept);
            }
        }
        return kept.again();
    }

    synchronized void delivered(String id) {
        Session session = sessions.get(id);
        if (session != null) {
            session.told = session.stored;
            session.perhapsTold = session.stored;
        }
    }

    synchronized void halfDelivered(String id) {
        Session session = sessions.get(id);
        if (session != null) {
            session.perhapsTold = session.stored;
        }
    }
}
