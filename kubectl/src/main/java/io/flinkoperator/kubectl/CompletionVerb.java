package io.flinkoperator.kubectl;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = {
            "Prints a script that completes verbs and options of kubectl-flink.",
            "For \"kubectl flink\" itself, put kubectl_complete-flink onto the path beside"
                    + " kubectl-flink."
        },
        footer = {
            "",
            "Examples:",
            "  source <(kubectl flink completion bash)",
            "  source <(kubectl flink completion zsh)"
        })
final class CompletionVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin Common common;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    Kind kind;

    enum Kind {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CompletionVerb(Shell shell) {
        this.shell = shell;
    }

    /** One script serves both: it asks which of them reads it. */
    @Override
    public Integer call() {
        shell.out().println(AutoComplete.bash("kubectl-flink", Verbs.whole(shell)));
        return Failure.NONE;
    }
}
