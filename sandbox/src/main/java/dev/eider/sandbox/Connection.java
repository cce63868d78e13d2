package dev.eider.sandbox;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/** One client's connection: its requests one after another, each answered or spoilt as the plan says. */
final class Connection implements Runnable {
    private static final Logger LOG = System.getLogger(Connection.class.getName());
    private static final int SLOW_PIECES = 10;

    private final SocketChannel channel;
    private final BankApi api;
    private final String ownUrl;
    private final Duration slowFor;

    Connection(SocketChannel channel, BankApi api, String ownUrl, Duration slowFor) {
        this.channel = channel;
        this.api = api;
        this.ownUrl = ownUrl;
        this.slowFor = slowFor;
    }

    @Override
    public void run() {
        try (channel) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            serve(new RequestReader(channel));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Connection ended: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(RequestReader reader) throws IOException, InterruptedException {
        boolean goesOn = true;
        while (goesOn) {
            Optional<Request> request;
            try {
                request = reader.next();
            } catch (BadRequestException e) {
                write(Answer.error(400, String.valueOf(e.getMessage())));
                return;
            }
            goesOn = request.isPresent() && answer(request.get());
        }
    }

    /** False if the connection ends with this answer. */
    private boolean answer(Request request) throws IOException, InterruptedException {
        Served served = api.handle(request, ownUrl);
        Answer answer = served.answer();
        LOG.log(
                Level.DEBUG,
                () -> request.method() + " " + request.path() + " " + answer.status()
                        + served.fault().map(fault -> " " + fault.id()).orElse(""));
        if (request.method().equals("HEAD")) {
            write(answer.head().duplicate());
            return !request.closes();
        }
        if (served.fault().isEmpty()) {
            write(answer);
            return !request.closes();
        }
        return spoilt(answer, served.fault().get()) && !request.closes();
    }

    private boolean spoilt(Answer answer, Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case RESET -> reset();
            case RESET_MIDWAY -> {
                writeHalf(answer);
                reset();
            }
            case TRUNCATED_BODY -> writeHalf(answer);
            case SLOW_BODY -> {
                writeSlowly(answer);
                return true;
            }
            case TOO_MANY_REQUESTS, UNAVAILABLE, HTML ->
                throw new IllegalStateException("Cannot spoil an answer by " + fault + ": it is an answer of its own");
        }
        return false;
    }

    private void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    private void writeHalf(Answer answer) throws IOException {
        ByteBuffer body = answer.body().duplicate();
        body.limit(body.position() + body.remaining() / 2);
        write(answer.head().duplicate(), body);
    }

    private void writeSlowly(Answer answer) throws IOException, InterruptedException {
        write(answer.head().duplicate());
        ByteBuffer body = answer.body();
        int length = body.remaining();
        for (int piece = 0; piece < SLOW_PIECES; piece++) {
            Thread.sleep(slowFor.toMillis() / SLOW_PIECES);
            int from = (int) ((long) length * piece / SLOW_PIECES);
            int to = (int) ((long) length * (piece + 1) / SLOW_PIECES);
            write(body.duplicate().position(body.position() + from).limit(body.position() + to));
        }
    }

    private void write(Answer answer) throws IOException {
        write(answer.head().duplicate(), answer.body().duplicate());
    }

    private void write(ByteBuffer... parts) throws IOException {
        while (parts[parts.length - 1].hasRemaining() || parts[0].hasRemaining()) {
            channel.write(parts);
        }
    }
}
