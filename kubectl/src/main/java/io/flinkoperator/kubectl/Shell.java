package io.flinkoperator.kubectl;

import io.flinkoperator.kubectl.text.Ink;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * All that a verb may use of what is around it.
 *
 * @param in Standard input.
 * @param out Where results go.
 * @param err Where everything else goes: warnings, progress, errors.
 * @param ink Whether results have colours.
 * @param clock The time.
 * @param kubernetes The way to a Kubernetes cluster; not gone before a verb needs it.
 */
record Shell(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Ink ink,
        Clock clock,
        Function<Connection, Kubernetes> kubernetes) {

    Instant now() {
        return clock.instant();
    }

    void print(List<String> lines) {
        lines.forEach(out::println);
    }

    void say(String sentence) {
        err.println(sentence);
    }
}
