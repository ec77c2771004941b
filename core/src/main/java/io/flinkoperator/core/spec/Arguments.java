package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.flinkoperator.api.FlinkClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of the program's arguments will not arrive as it is written: Kubernetes replaces $(NAME) by
 * the variable of the container, and $$ by $; no shell sees them.
 */
final class Arguments {
    private static final Pattern REPLACED = Pattern.compile("\\$(\\$|\\(([^)]*)\\))");

    /** Variables that follow from other fields. */
    private static final Set<String> DERIVED =
            Set.of("HADOOP_CONF_DIR", "GOOGLE_APPLICATION_CREDENTIALS", "JOB_MANAGER_RPC_ADDRESS");

    private Arguments() {}

    static List<Problem> warnings(FlinkClusterSpec spec) {
        List<Problem> warnings = new ArrayList<>();
        List<String> args = spec.job().args();
        for (int index = 0; index < args.size(); index++) {
            Matcher found = REPLACED.matcher(args.get(index));
            while (found.find()) {
                String field = "spec.job.args[" + index + "]";
                if (found.group(2) == null) {
                    boolean isEscape = args.get(index).startsWith("(", found.end());
                    if (!isEscape) {
                        warnings.add(
                                new Problem(
                                        field,
                                        "arrives with '$' in place of '$$', as in every container of"
                                                + " Kubernetes; write '$$$$' for two"));
                    }
                } else if (isUnknown(spec, found.group(2))) {
                    warnings.add(
                            new Problem(
                                    field,
                                    quoted(found.group())
                                            + " names no variable of spec.envVars, so it stays as it"
                                            + " is; no shell reads arguments"));
                }
            }
        }
        return warnings;
    }

    /** Sources of variables and pod templates may bring any. */
    private static boolean isUnknown(FlinkClusterSpec spec, String name) {
        Set<String> known =
                spec.envVars().stream().map(EnvVar::getName).collect(Collectors.toSet());
        known.addAll(DERIVED);
        return spec.envFrom().isEmpty()
                && spec.podTemplate() == null
                && spec.job().podTemplate() == null
                && spec.jobManager().podTemplate() == null
                && !known.contains(name);
    }
}
