package dev.eider.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One client's connection to a {@link StoreProxy}: its calls one after another, each passed on or spoilt. */
final class StoreConnection implements Runnable {
    private static final Logger LOG = System.getLogger(StoreConnection.class.getName());
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The most bytes of a call that the judge reads. */
    private static final int JUDGED_BYTES_MAX = 1024 * 1024;

    /** The byte of a download that changes is one of the first so many. */
    private static final int SPOILT_WITHIN = 64 * 1024;

    private final SocketChannel channel;
    private final StoreUpstream store;
    private final StoreRoute route;
    private final InputStream in;
    private final OutputStream out;

    StoreConnection(SocketChannel channel, StoreUpstream store, StoreRoute route) {
        this.channel = channel;
        this.store = store;
        this.route = route;
        in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    /** A call under way: its head, what was judged of its content, and what is left of it to read. */
    private record Call(
            HttpHead head, StoreJournal.Entry entry, HttpContent judged, HttpBody rest, Optional<StoreFault> fault) {
        StoreRequest request() {
            return entry.request();
        }

        String target() {
            return request().path() + "?" + request().query();
        }

        boolean meets(StoreFault one) {
            return fault.isPresent() && fault.get() == one;
        }

        boolean isInChunks() {
            return rest.length() < 0;
        }
    }

    @Override
    public void run() {
        try (channel;
                store) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean goesOn = true;
            while (goesOn) {
                Optional<HttpHead> head = HttpHead.read(in);
                goesOn = head.isPresent() && serve(head.get());
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Connection ended: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if the connection ends with this call. */
    private boolean serve(HttpHead received) throws IOException, InterruptedException {
        String[] words = received.start().split(" ", -1);
        if (words.length != 3 || !words[1].startsWith("/")) {
            throw new IOException("Cannot read a call: its first line is no request line");
        }
        boolean waits = received.header("expect").isPresent();
        StoreJournal.Entry entry = route.journal().arrived(words[0], words[1], received);
        StoreRequest request = entry.request();
        HttpBody body = HttpBody.ofRequest(received, in);
        HttpContent judged = HttpContent.EMPTY;
        if (route.rules().judgesContent(request)) {
            goAhead(waits);
            judged = HttpContent.of(body.readNBytes(JUDGED_BYTES_MAX));
            waits = false;
        }
        route.rules().lacks(request, judged).ifPresent(reason -> route.journal().violated(request, reason));
        Call call = new Call(received.without("expect"), entry, judged, body, route.fault(request));
        if (call.meets(StoreFault.TOO_MANY_REQUESTS)) {
            return refuse(
                    call, 429, Optional.of("" + route.faults().retryAfter().toSeconds()), waits);
        }
        if (call.meets(StoreFault.UNAVAILABLE)) {
            return refuse(call, 503, Optional.empty(), waits);
        }
        if (call.meets(StoreFault.REQUEST_TIMEOUT)) {
            return refuse(call, 408, Optional.empty(), waits);
        }
        if (call.meets(StoreFault.CUT_BEFORE)) {
            return cut(call);
        }
        goAhead(waits);
        return pass(call);
    }

    private void goAhead(boolean waits) throws IOException {
        if (waits) {
            out.write(CONTINUE);
            out.flush();
        }
    }

    private void served(Call call) {
        call.fault().ifPresent(fault -> route.journal().served(call.entry(), fault));
    }

    private boolean refuse(Call call, int status, Optional<String> retryAfter, boolean waits) throws IOException {
        if (!waits) {
            call.rest().drain();
        }
        served(call);
        return deliver(call, route.rules().error(status, "Try again later.", retryAfter));
    }

    /** Ends the connection, one time in order and another by a reset: clients take them for different things. */
    private boolean cut(Call call) throws IOException {
        served(call);
        if (call.request().number() % 2 == 0) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
        return false;
    }

    private boolean pass(Call call) throws IOException, InterruptedException {
        Optional<StoreAnswer> earlier =
                call.meets(StoreFault.STALE_LIST) ? route.listings().earlier(call.target()) : Optional.empty();
        if (earlier.isPresent()) {
            call.rest().drain();
            served(call);
            return deliver(call, earlier.get());
        }
        StoreAnswer answer = answer(call);
        if (route.rules().call(call.request()) == StoreCall.LIST && answer.status() == 200) {
            StoreAnswer.Kept kept = answer.keep();
            route.listings().saw(call.target(), kept);
            answer = kept.again();
        }
        if (call.meets(StoreFault.ANSWER_LOST)) {
            answer.body().drain();
            return cut(call);
        }
        if (call.meets(StoreFault.SLOW)) {
            served(call);
            Thread.sleep(route.faults().slowFor().toMillis());
        }
        boolean hasContent = answer.body().length() != 0;
        if (hasContent && call.meets(StoreFault.HALF_BODY)) {
            return deliverHalf(call, answer);
        }
        if (hasContent && call.meets(StoreFault.CORRUPT_DOWNLOAD) && isDownload(answer.status())) {
            return deliverSpoilt(call, answer);
        }
        return deliver(call, answer);
    }

    private static boolean isDownload(int status) {
        return status == 200 || status == 206;
    }

    private StoreAnswer answer(Call call) throws IOException {
        StoreRequest request = call.request();
        if (call.meets(StoreFault.CORRUPT_UPLOAD)) {
            route.rules().spoilt(request);
        }
        Optional<StoreAnswer> instead = route.rules().instead(request);
        if (instead.isPresent()) {
            call.rest().drain();
            if (call.meets(StoreFault.CORRUPT_UPLOAD)) {
                served(call);
            }
            return instead.get();
        }
        long already = route.rules().already(request);
        HttpHead head = already == 0 ? call.head() : goingOn(call.head(), already);
        InputStream content = call.judged().length() == 0
                ? call.rest()
                : new SequenceInputStream(call.judged().open(), call.rest());
        content.skipNBytes(already);
        return route.rules().answered(request, call.judged(), sent(call, head, content));
    }

    private StoreAnswer sent(Call call, HttpHead head, InputStream content) throws IOException {
        if (!call.meets(StoreFault.CORRUPT_UPLOAD)) {
            return store.send(head, content, call.isInChunks());
        }
        SpoiltStream spoilt = SpoiltStream.ofUpload(head, content);
        StoreAnswer answer = store.send(head, spoilt, call.isInChunks());
        if (spoilt.isSpoilt()) {
            served(call);
        }
        return answer;
    }

    /** The head of a chunk without the bytes that the store has. */
    private static HttpHead goingOn(HttpHead head, long already) {
        String range = head.header("content-range").orElse("");
        int dash = range.indexOf('-');
        long start = Long.parseLong(range.substring("bytes ".length(), dash)) + already;
        HttpHead moved = head.with("Content-Range", "bytes " + start + range.substring(dash));
        return head.header("content-length")
                .map(length -> moved.with("Content-Length", "" + (Long.parseLong(length) - already)))
                .orElse(moved);
    }

    private boolean deliver(Call call, StoreAnswer answer) throws IOException {
        return deliver(call, answer, answer.body());
    }

    private boolean deliver(Call call, StoreAnswer answer, InputStream content) throws IOException {
        call.entry().got(answer.status());
        HttpHead head = route.redirected(answer.head());
        // Of a call that was not read whole nobody knows where the next one begins.
        boolean isRead = call.rest().isEnded();
        boolean endsHere =
                !isRead || answer.body().endsWithTheConnection() || call.head().closes();
        out.write((endsHere ? head.with("Connection", "close") : head.without("connection")).bytes());
        HttpBody.write(content, isInChunks(answer), out);
        route.rules().delivered(call.request());
        if (!isRead) {
            // Closing with bytes unread would be a reset, which can overtake the answer.
            channel.shutdownOutput();
            call.rest().drain();
        }
        return !endsHere;
    }

    private static boolean isInChunks(StoreAnswer answer) {
        return answer.body().length() < 0 && !answer.body().endsWithTheConnection();
    }

    private boolean deliverSpoilt(Call call, StoreAnswer answer) throws IOException {
        long length = answer.body().length();
        long within = length < 0 ? 1 : Math.min(SPOILT_WITHIN, length);
        long offset = Math.floorMod(Mix.of(route.faults().seed(), call.request().number(), 1), within);
        served(call);
        return deliver(call, answer, SpoiltStream.at(offset, answer.body()));
    }

    private boolean deliverHalf(Call call, StoreAnswer answer) throws IOException {
        call.entry().got(answer.status());
        out.write(route.redirected(answer.head()).bytes());
        long length = answer.body().length();
        if (length >= 0) {
            HttpBody.write(HttpBody.of(answer.body(), length / 2), false, out);
        } else {
            byte[] some = answer.body().readNBytes(BUFFER_BYTES);
            if (isInChunks(answer)) {
                out.write((Integer.toHexString(some.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(some, 0, some.length / 2);
            out.flush();
        }
        route.rules().halfDelivered(call.request());
        return cut(call);
    }
}
