package io.flinkoperator.examples.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Books a known sequence of amounts on accounts and writes each booking exactly once to files, a
 * new one at each checkpoint: {@code split<TAB>number<TAB>account<TAB>amount<TAB>sum of the
 * account<TAB>wall clock in milliseconds}. A record that is lost or doubled shows in the numbers,
 * state that is lost or older than the output in the sums; {@link LedgerCheck} looks for both.
 */
public final class Ledger {

    private Ledger() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        if (settings.crashes()) {
            throw new IllegalStateException("Crashed before the job was submitted, as told");
        }
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        settings.checkpointInterval().ifPresent(environment::enableCheckpointing);
        if (settings.isWithoutCheckpoints()) {
            environment.getCheckpointConfig().disableCheckpointing();
        }
        define(environment, settings);
        environment.execute(settings.jobName());
    }

    private static void define(StreamExecutionEnvironment environment, Settings settings) {
        environment
                .fromSource(
                        new Numbers(settings.splits(), settings.rate(), settings.records()),
                        WatermarkStrategy.noWatermarks(),
                        "numbers",
                        Types.TUPLE(Types.INT, Types.LONG))
                .uid("numbers")
                .keyBy(number -> Entry.account(number.f0, number.f1), Types.STRING)
                .process(new Accounts())
                .returns(Types.STRING)
                .name("accounts")
                .uid("accounts")
                .map(new Trouble(settings))
                .returns(Types.STRING)
                .name("trouble")
                .uid("trouble")
                .sinkTo(files(settings.output()))
                .name("files")
                .uid("files");
    }

    private static FileSink<String> files(String folder) {
        return FileSink.forRowFormat(new Path(folder), Ledger::write)
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build();
    }

    private static void write(String entry, OutputStream file) throws IOException {
        String line = entry + "\t" + System.currentTimeMillis() + "\n";
        file.write(line.getBytes(StandardCharsets.UTF_8));
    }
}
