package io.flinkoperator.operator.observe;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Text that repeats itself, in a part of its length. */
final class Packed {
    /** All share one, since each has its own memory outside of the heap. */
    private static final Deflater DEFLATER = new Deflater(Deflater.BEST_SPEED, true);

    private static final Inflater INFLATER = new Inflater(true);

    /** What a text that cannot be compressed takes more is less than that. */
    private static final int MARGIN = 64;

    private final byte[] bytes;
    private final int length;

    private Packed(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    static Packed of(byte[] text) {
        byte[] buffer = new byte[text.length + text.length / 1000 + MARGIN];
        synchronized (DEFLATER) {
            DEFLATER.reset();
            DEFLATER.setInput(text);
            DEFLATER.finish();
            int size = DEFLATER.deflate(buffer);
            return new Packed(Arrays.copyOf(buffer, size), text.length);
        }
    }

    byte[] unpacked() {
        byte[] text = new byte[length];
        synchronized (INFLATER) {
            INFLATER.reset();
            INFLATER.setInput(bytes);
            try {
                INFLATER.inflate(text);
            } catch (DataFormatException impossible) {
                throw new IllegalStateException("What was packed cannot be unpacked", impossible);
            }
        }
        return text;
    }
}
