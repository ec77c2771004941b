package io.flinkoperator.kubectl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All verbs. Of those only what is asked for is made, since each takes some milliseconds. */
@Command(
        name = "kubectl flink",
        description = "Lists, explains and steers FlinkClusters.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "Exit codes: 0 all is well, 1 it failed or is not as it should be, 2 wrong usage.",
            "kubectl flink VERB --help shows examples."
        })
final class Verbs implements Runnable {
    private static final Map<String, Function<Shell, Object>> ALL = all();

    @Mixin Common common;
    @Spec private CommandSpec spec;

    private static Map<String, Function<Shell, Object>> all() {
        Map<String, Function<Shell, Object>> all = new LinkedHashMap<>();
        all.put("list", ListVerb::new);
        all.put("status", StatusVerb::new);
        all.put("doctor", DoctorVerb::new);
        all.put("events", EventsVerb::new);
        all.put("logs", LogsVerb::new);
        all.put("ui", UiVerb::new);
        all.put("savepoint", SavepointVerb::new);
        all.put("savepoints", SavepointsVerb::new);
        all.put("cancel", CancelVerb::new);
        all.put("suspend", SuspendVerb::new);
        all.put("resume", ResumeVerb::new);
        all.put("restart", RestartVerb::new);
        all.put("rollback", RollbackVerb::new);
        all.put("abort", AbortVerb::new);
        all.put("history", HistoryVerb::new);
        all.put("plan", PlanVerb::new);
        all.put("validate", ValidateVerb::new);
        all.put("render", RenderVerb::new);
        all.put("convert", ConvertVerb::new);
        all.put("completion", CompletionVerb::new);
        all.put("__complete", CompleteVerb::new);
        all.put("version", VersionVerb::new);
        return all;
    }

    /** Runs a verb and returns the exit code. */
    static int run(Shell shell, String... args) {
        boolean namesOne = Arrays.stream(args).anyMatch(ALL::containsKey);
        CommandLine line = of(shell, verb -> !namesOne || Arrays.asList(args).contains(verb));
        return line.execute(args);
    }

    /** Their names. */
    static Set<String> names() {
        return ALL.keySet();
    }

    /** The command line with all verbs. */
    static CommandLine whole(Shell shell) {
        return of(shell, verb -> true);
    }

    private static CommandLine of(Shell shell, Predicate<String> isWanted) {
        CommandLine line = new CommandLine(new Verbs());
        ALL.forEach(
                (name, verb) -> {
                    if (isWanted.test(name)) {
                        line.addSubcommand(name, verb.apply(shell));
                    }
                });
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(
                                shell.ink().hasColours() ? Ansi.ON : Ansi.OFF))
                .setOut(new PrintWriter(shell.out(), true, UTF_8))
                .setErr(new PrintWriter(shell.err(), true, UTF_8))
                .setParameterExceptionHandler((wrong, args) -> Errors.usage(wrong, shell))
                .setExecutionExceptionHandler(
                        (failure, at, result) -> Errors.told(failure, at, shell));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No verb is given.");
    }
}
