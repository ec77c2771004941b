package io.flinkoperator.kubectl;

import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.SavepointStatus;
import io.flinkoperator.kubectl.text.Portrait;
import java.util.Optional;

/** Tells what goes on in a cluster while somebody waits; the same is told once. */
final class Progress {
    private final Shell shell;
    private String told = "";

    Progress(Shell shell) {
        this.shell = shell;
    }

    void show(Portrait portrait) {
        String line = line(portrait);
        if (!line.equals(told)) {
            told = line;
            shell.say(line);
        }
    }

    private static String line(Portrait portrait) {
        String job = "job " + portrait.jobState().word();
        String operation =
                Optional.ofNullable(portrait.status().operation()).map(Progress::step).orElse("");
        String savepoint =
                Optional.ofNullable(portrait.status().savepoint())
                        .filter(it -> !"Succeeded".equals(it.state()))
                        .map(Progress::savepoint)
                        .orElse("");
        return "… " + job + operation + savepoint;
    }

    private static String step(OperationStatus it) {
        return ", " + it.name() + (it.step() == null ? "" : " " + it.step());
    }

    private static String savepoint(SavepointStatus it) {
        String failures = it.failures() == null ? "" : ", failed so far: " + it.failures();
        String why = it.message() == null ? "" : " (" + it.message() + ")";
        return ", savepoint " + it.state() + failures + why;
    }
}
