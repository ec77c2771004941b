package io.flinkoperator.examples.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The splits that no reader has.
 *
 * @param made how many splits there are, those of readers included
 */
record Unassigned(int made, List<NumberSplit> splits) {

    static final Unassigned NOTHING_MADE = new Unassigned(0, List.of());

    Unassigned {
        splits = List.copyOf(splits);
    }

    /** With new splits, if there are fewer. */
    Unassigned upTo(int wanted) {
        List<NumberSplit> all = new ArrayList<>(splits);
        for (int id = made; id < wanted; id++) {
            all.add(new NumberSplit(id, 0));
        }
        return new Unassigned(Math.max(made, wanted), all);
    }

    /** The form in checkpoints. */
    static final class Serializer implements SimpleVersionedSerializer<Unassigned> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Unassigned unassigned) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(
                            Integer.BYTES + unassigned.splits.size() * NumberSplit.BYTES);
            bytes.putInt(unassigned.made);
            unassigned.splits.forEach(split -> split.writeTo(bytes));
            return bytes.array();
        }

        @Override
        public Unassigned deserialize(int version, byte[] serialized) {
            ByteBuffer bytes = ByteBuffer.wrap(serialized);
            int made = bytes.getInt();
            List<NumberSplit> splits = new ArrayList<>();
            while (bytes.hasRemaining()) {
                splits.add(NumberSplit.readFrom(bytes));
            }
            return new Unassigned(made, splits);
        }
    }
}
