package io.flinkoperator.kubectl;

import io.flinkoperator.api.FlinkCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/** What kubectl asks by way of kubectl_complete-flink: candidates, and a directive at the end. */
@Command(
        name = "__complete",
        hidden = true,
        description = "Prints what the last of some words may become.")
final class CompleteVerb implements Callable<Integer> {
    /** In the convention of kubectl: complete no files. */
    private static final String NO_FILES = ":4";

    private static final String FILES = ":0";

    private final Shell shell;

    @Mixin Common common;

    @Parameters(paramLabel = "WORD")
    private List<String> words = new ArrayList<>();

    CompleteVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        CommandLine all = Verbs.whole(shell);
        CommandLine verb = words.isEmpty() ? null : all.getSubcommands().get(words.get(0));
        String before = words.size() < 2 ? "" : words.get(words.size() - 2);
        if (before.equals("-f") || before.equals("--filename")) {
            shell.out().println(FILES);
            return Failure.NONE;
        }
        candidates(all, verb, last).stream()
                .filter(it -> it.startsWith(last))
                .sorted()
                .forEach(shell.out()::println);
        shell.out().println(NO_FILES);
        return Failure.NONE;
    }

    private List<String> candidates(CommandLine all, CommandLine verb, String last) {
        if (words.size() < 2 || verb == null) {
            return all.getSubcommands().keySet().stream()
                    .filter(it -> !it.startsWith("_"))
                    .toList();
        }
        if (last.startsWith("-")) {
            return verb.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
        }
        boolean takesName =
                verb.getCommandSpec().positionalParameters().stream()
                        .anyMatch(it -> it.paramLabel().equals("NAME"));
        return takesName ? names() : List.of();
    }

    /** What the words so far say of it. */
    private Connection connection() {
        Connection connection = new Connection();
        for (int index = 0; index + 1 < words.size(); index++) {
            String value = words.get(index + 1);
            switch (words.get(index)) {
                case "-n", "--namespace" -> connection.namespace = value;
                case "--context" -> connection.context = value;
                case "--kubeconfig" -> connection.kubeconfig = value;
                default -> {
                    // It does not matter here.
                }
            }
        }
        return connection;
    }

    private List<String> names() {
        try (Kubernetes kubernetes = shell.kubernetes().apply(connection())) {
            return kubernetes.clusters(false).stream()
                    .map(FlinkCluster::getMetadata)
                    .map(it -> it.getName())
                    .toList();
        }
    }
}
