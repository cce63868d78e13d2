package dev.eider.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which records are asked for, in whatever style of paging. Immutable.
 *
 * @param style how the request went on from the page before
 * @param offset of the first record; may be after the last
 * @param size the most records that are not repeats
 * @param interval of the records' time
 * @param parameters of the request, all
 */
record PageRequest(Style style, long offset, int size, Interval interval, Map<String, String> parameters) {

    /** How a client goes on. */
    enum Style {
        /** {@code page} (base 1) and {@code page_size}; also where nothing is said. */
        PAGE("page"),
        /** {@code cursor}, as {@code meta.next_cursor} had it. */
        CURSOR("cursor"),
        /** {@code offset} and {@code limit}. */
        OFFSET("offset");

        final String parameter;

        Style(String parameter) {
            this.parameter = parameter;
        }
    }

    private static final String NUMBER = "[0-9]{1,15}";
    private static final long CURSOR_CHECK = 0x5EED;

    static PageRequest of(Request request, int defaultSize) throws BadRequestException {
        long size = number(request, "page_size").orElse(number(request, "limit").orElse((long) defaultSize));
        if (size < 1 || size > SandboxConfig.PAGE_SIZE_MAX) {
            throw new BadRequestException("Invalid page_size: " + size + " (1 to " + SandboxConfig.PAGE_SIZE_MAX + ")");
        }
        Interval interval = Interval.of(request.parameter("from"), request.parameter("to"));
        Optional<String> cursor = request.parameter("cursor").filter(text -> !text.isEmpty());
        Optional<Long> offset = number(request, "offset");
        Style style = cursor.isPresent() ? Style.CURSOR : offset.isPresent() ? Style.OFFSET : Style.PAGE;
        long start = switch (style) {
            case CURSOR -> decoded(cursor.orElse(""));
            case OFFSET -> offset.orElse(0L);
            case PAGE -> (page(request) - 1) * size;
        };
        return new PageRequest(style, start, (int) size, interval, request.parameters());
    }

    /** The number of the page, base 1. */
    long page() {
        return offset / size + 1;
    }

    /** The query of the page that starts at an offset, in the request's own style and without its secret. */
    String queryAt(long next) {
        Map<String, String> query = new LinkedHashMap<>(parameters);
        for (Style other : Style.values()) {
            query.remove(other.parameter);
        }
        query.putIfAbsent(query.containsKey("limit") ? "limit" : "page_size", Integer.toString(size));
        query.put(
                style.parameter,
                switch (style) {
                    case CURSOR -> cursor(next);
                    case OFFSET -> Long.toString(next);
                    case PAGE -> Long.toString(next / size + 1);
                });
        return Request.query(query);
    }

    /** An opaque word for an offset. */
    static String cursor(long offset) {
        String text = offset + "." + Long.toHexString(Mix.of(CURSOR_CHECK, offset));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static long decoded(String cursor) throws BadRequestException {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            String offset = text.substring(0, Math.max(0, text.indexOf('.')));
            if (offset.matches(NUMBER) && cursor(Long.parseLong(offset)).equals(cursor)) {
                return Long.parseLong(offset);
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("Invalid cursor (only those that meta.next_cursor had)", e);
        }
        throw new BadRequestException("Invalid cursor (only those that meta.next_cursor had)");
    }

    private static long page(Request request) throws BadRequestException {
        long page = number(request, "page").orElse(1L);
        if (page < 1 || page > 1_000_000_000L) {
            throw new BadRequestException("Invalid page: " + page + " (the first is 1)");
        }
        return page;
    }

    private static Optional<Long> number(Request request, String name) throws BadRequestException {
        Optional<String> text = request.parameter(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches(NUMBER)) {
            throw new BadRequestException("Invalid " + name + " (a whole number)");
        }
        return Optional.of(Long.parseLong(text.get()));
    }
}
