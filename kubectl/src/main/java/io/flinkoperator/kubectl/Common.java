package io.flinkoperator.kubectl;

import picocli.CommandLine.Option;

/** Options of every verb. */
final class Common {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows where in the program an error comes from.")
    boolean verbose;
}
