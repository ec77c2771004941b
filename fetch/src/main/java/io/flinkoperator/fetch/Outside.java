package io.flinkoperator.fetch;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/** What a fetch has to do with besides its environment variables and the network. */
record Outside(
        Resolver resolver,
        Clock clock,
        Pause pause,
        PrintStream out,
        PrintStream err,
        Path terminationLog) {
    static Outside real() {
        return new Outside(
                Resolver.SYSTEM,
                Clock.systemUTC(),
                Pause.REAL,
                System.out,
                System.err,
                Path.of("/dev/termination-log"));
    }
}
