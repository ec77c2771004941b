package io.flinkoperator.examples.wordcount;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * Counts the words of a text and prints each as {@code word<TAB>count} to a TaskManager's standard
 * output; keeps nothing and needs no storage.
 *
 * <p>Without arguments it reads Newton's <i>Opticks</i> from its own jar; {@code --input FILE}
 * reads a file of the machine on which {@code main} runs. It runs as a batch unless {@code
 * execution.runtime-mode} says otherwise; as a stream it prints every step of a count.
 */
public final class WordCount {

    private WordCount() {}

    public static void main(String[] args) throws Exception {
        var lines = lines(args);
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        if (environment.getConfiguration().getOptional(ExecutionOptions.RUNTIME_MODE).isEmpty()) {
            environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        }
        define(environment, lines);
        environment.execute("wordcount");
    }

    private static List<String> lines(String[] args) throws IOException {
        if (args.length == 0) {
            return Text.opticks();
        }
        if (args.length == 2 && args[0].equals("--input")) {
            return Text.file(Path.of(args[1]));
        }
        throw new IllegalArgumentException(
                "Usage: wordcount [--input FILE], got \"" + String.join(" ", args) + "\"");
    }

    private static void define(StreamExecutionEnvironment environment, List<String> lines) {
        environment
                .fromData(lines)
                .setParallelism(environment.getParallelism())
                .name("lines")
                .flatMap(WordCount::countOneEach)
                .returns(Types.TUPLE(Types.STRING, Types.LONG))
                .name("words")
                .keyBy(count -> count.f0, Types.STRING)
                .sum(1)
                .name("counts")
                .map(count -> count.f0 + "\t" + count.f1)
                .returns(Types.STRING)
                .name("rows")
                .print()
                // More than one print sink would put "2> " in front of each row.
                .setParallelism(1)
                .name("print");
    }

    private static void countOneEach(String line, Collector<Tuple2<String, Long>> counts) {
        Words.of(line).forEach(word -> counts.collect(Tuple2.of(word, 1L)));
    }
}
