package io.flinkoperator.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** The body of an answer; unlike its connection, it knows where it has to end. */
final class Body extends InputStream {
    private static final long UNTIL_CLOSE = Long.MAX_VALUE;
    private static final int LONGEST_LINE = 16 * 1024;

    private final InputStream in;
    private final boolean isChunked;
    private long left;
    private boolean isFirstChunk = true;

    private Body(InputStream in, boolean isChunked, long left) {
        this.in = in;
        this.isChunked = isChunked;
        this.left = left;
    }

    static Body chunked(InputStream in) {
        return new Body(in, true, 0);
    }

    static Body ofLength(InputStream in, long length) {
        return new Body(in, false, length);
    }

    static Body untilClose(InputStream in) {
        return new Body(in, false, UNTIL_CLOSE);
    }

    /** The size that was announced; 0 if none was. */
    long announced() {
        return left == UNTIL_CLOSE ? 0 : left;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0 && isChunked) {
            left = nextChunk();
        }
        if (left <= 0) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0 && left != UNTIL_CLOSE) {
            throw new EOFException("the connection ended too early");
        }
        left -= left == UNTIL_CLOSE ? 0 : count;
        return count;
    }

    /** Its size; -1 after the last one, whose trailers are of no use. */
    private long nextChunk() throws IOException {
        if (!isFirstChunk) {
            line(in);
        }
        isFirstChunk = false;
        String size = line(in).replaceFirst("[;\\s].*", "");
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new ProtocolException("a chunk has no size");
        }
        long length = Long.parseLong(size, 16);
        return length == 0 ? -1 : length;
    }

    /** A line of the head or between chunks, without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended too early");
            }
            if (line.length() == LONGEST_LINE) {
                throw new ProtocolException("a line is too long");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
