package io.flinkoperator.examples.beam;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Counts even and odd numbers, ten a second and without end. The count of even numbers up to {@code
 * n} is {@code n / 2 + 1}, of odd ones {@code (n + 1) / 2}: what is lost or doubled shows.
 */
public final class Parity {
    private static final int PER_SECOND = 10;

    private Parity() {}

    /** Runs the pipeline with Beam's options, such as {@code --runner=FlinkRunner}. */
    public static void main(String[] args) {
        Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(args).create());
        pipeline.apply(
                        "numbers",
                        GenerateSequence.from(0).withRate(PER_SECOND, Duration.standardSeconds(1)))
                .apply(
                        "parity",
                        WithKeys.<String, Long>of(number -> number % 2 == 0 ? "even" : "odd")
                                .withKeyType(TypeDescriptors.strings()))
                .apply("count", ParDo.of(new Count()));
        // Where it was submitted it goes on: the program ends.
        pipeline.run();
    }
}
