package io.flinkoperator.kubectl;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "version",
        description = "Prints the version of this plugin.",
        footer = {"", "Examples:", "  kubectl flink version"})
final class VersionVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;

    VersionVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String version =
                Optional.ofNullable(VersionVerb.class.getPackage().getImplementationVersion())
                        .orElse("of a build that has none");
        shell.out().println("kubectl flink " + version);
        return Failure.NONE;
    }
}
