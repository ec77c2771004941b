package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;

/** What the pod of a Kubernetes Job does to find the state that its Flink job starts from. */
final class ProofRestore {
    private ProofRestore() {}

    static String checkpoint(String job, int number) {
        return "s3://cp/" + job + "/chk-" + number;
    }

    static String savepoint(String job, int number) {
        return savepoints(job).replace("*", String.valueOf(number));
    }

    static String savepoints(String job) {
        return "s3://sp/savepoint-" + job.substring(0, 6) + "-*";
    }

    /** Empty for no state. */
    static String path(HasMetadata submitter, Map<String, Integer> retained) {
        List<String> args =
                ((Job) submitter)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getArgs();
        int option = args.indexOf("--fromSavepoint");
        return args.contains("restore")
                ? newest(args, retained)
                : option < 0 ? "" : args.get(option + 1);
    }

    private static String newest(List<String> args, Map<String, Integer> retained) {
        int at = args.indexOf("restore");
        String path = args.get(at + 2);
        int first = Integer.parseInt(args.get(at + 3));
        int newer = 0;
        for (String place : args.subList(at + 4, args.indexOf("--"))) {
            boolean isPattern = place.endsWith("*");
            if (!isPattern) {
                newer = first;
                first = 0;
            }
            String job = place.substring(place.lastIndexOf('/') + 1);
            int number = isPattern ? savepoint(place, retained) : retained.getOrDefault(job, 0);
            if (number > newer) {
                newer = number;
                path = isPattern ? beginning(place) + number : checkpoint(job, number);
            }
        }
        return path;
    }

    /** Number of the newest savepoint of a pattern: of all of a run, or of one alone. */
    private static int savepoint(String pattern, Map<String, Integer> retained) {
        String one = pattern.substring(beginning(pattern).length()).replace("*", "");
        int newest = retained.getOrDefault(beginning(pattern) + "*", 0);
        return one.isEmpty() ? newest : Math.min(newest, Integer.parseInt(one));
    }

    /** How all savepoints of a run begin. */
    private static String beginning(String pattern) {
        return pattern.substring(0, pattern.lastIndexOf('-') + 1);
    }

    /** A mutant's submission. */
    static Job withoutState(Job submitter) {
        return new io.fabric8.kubernetes.api.model.batch.v1.JobBuilder(submitter)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withArgs("flink", "run")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
