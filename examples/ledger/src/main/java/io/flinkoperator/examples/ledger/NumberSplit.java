package io.flinkoperator.examples.ledger;

import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A sequence and the number that it goes on with. */
record NumberSplit(int id, long next) implements SourceSplit {

    static final int BYTES = Integer.BYTES + Long.BYTES;

    @Override
    public String splitId() {
        return Integer.toString(id);
    }

    void writeTo(ByteBuffer bytes) {
        bytes.putInt(id).putLong(next);
    }

    static NumberSplit readFrom(ByteBuffer bytes) {
        return new NumberSplit(bytes.getInt(), bytes.getLong());
    }

    /** The form in checkpoints. */
    static final class Serializer implements SimpleVersionedSerializer<NumberSplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(NumberSplit split) {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES);
            split.writeTo(bytes);
            return bytes.array();
        }

        @Override
        public NumberSplit deserialize(int version, byte[] serialized) {
            return readFrom(ByteBuffer.wrap(serialized));
        }
    }
}
