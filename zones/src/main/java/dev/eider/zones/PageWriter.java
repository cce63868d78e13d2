package dev.eider.zones;

import dev.eider.contract.EiderException;
import java.io.IOException;
import java.io.InputStream;

/** Writes the pages of a batch in their order. Owns no file: the writer below it is finished or closed by its owner. */
public final class PageWriter {
    private final RollingWriter lines;

    public PageWriter(RollingWriter lines) {
        this.lines = lines;
    }

    /** Keeps a page whose records stand in the raw parts. */
    public void page(PageEnvelope page) throws EiderException {
        lines.line(PageFormat.line(page));
    }

    /**
     * Keeps a refused page with its whole body, in pieces of bounded memory.
     *
     * @param page with content {@link PageEnvelope.Refused}, which states the body's length
     * @throws IOException where the body cannot be read, or has another length
     */
    public void refused(PageEnvelope page, InputStream body) throws EiderException, IOException {
        if (!(page.content() instanceof PageEnvelope.Refused refused)) {
            throw new IllegalArgumentException("Invalid page: it holds records (a refused one is needed)");
        }
        lines.line(PageFormat.line(page));
        long left = refused.bytes();
        byte[] buffer = new byte[(int) Math.min(PageFormat.PIECE_BYTES, left)];
        for (int piece = 0; left > 0; piece++) {
            int length = body.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
            if (length == 0) {
                throw new IOException("the body is " + left + " bytes shorter than stated");
            }
            lines.line(PageFormat.piece(page.ordinal(), piece, buffer, length));
            left -= length;
        }
        if (body.read() >= 0) {
            throw new IOException("the body is longer than the stated " + refused.bytes() + " bytes");
        }
    }
}
