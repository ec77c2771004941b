package io.flinkoperator.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Seconds of all processors together that each program has used: this one and its children. */
record Processors(Map<String, Double> seconds) {
    static Processors soFar() {
        ProcessHandle self = ProcessHandle.current();
        Map<String, Double> seconds = new TreeMap<>();
        Stream.concat(Stream.of(self), self.descendants())
                .forEach(it -> seconds.merge(name(it, self), used(it), Double::sum));
        return new Processors(seconds);
    }

    /** An operator may be a program of any name. */
    private static String name(ProcessHandle process, ProcessHandle self) {
        if (process.equals(self)) {
            return "bench";
        }
        String program =
                process.info().command().map(it -> Path.of(it).getFileName().toString()).orElse("");
        return program.equals("etcd") || program.equals("kube-apiserver") ? program : "operator";
    }

    private static double used(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    }

    /** What each has used since. */
    Processors since(Processors before) {
        Map<String, Double> more = new TreeMap<>();
        seconds.forEach((name, it) -> more.put(name, it - before.seconds.getOrDefault(name, 0.0)));
        return new Processors(more);
    }
}
