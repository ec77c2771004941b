package io.flinkoperator.core.decide;

import java.util.regex.Pattern;

/**
 * Programs that submit more than one job. All of them would have the id that the operator gave to
 * the first, so that Flink refuses the second one.
 */
final class SeveralJobs {
    private static final Pattern REFUSAL =
            Pattern.compile(
                    "DuplicateJobSubmissionException|more than one execute\\(\\) or executeAsync\\(\\)");

    private static final String ADVICE =
            "a FlinkCluster runs one job of a program; put all INSERTs into one statement set, call"
                    + " execute() once, or run the program against a session cluster";

    private SeveralJobs() {}

    /** Whether Flink has refused a second job. */
    static boolean isToldIn(String failure) {
        return REFUSAL.matcher(failure).find();
    }

    /** The same, with what to do. */
    static String explained(String failure) {
        return isToldIn(failure)
                ? failure + ": the program submits a second job; " + ADVICE
                : failure;
    }

    /** What a person should know of a program that failed after its job had come to Flink. */
    static String sentence(JobState state, String failure) {
        return "The job is "
                + state.word()
                + ", but the program failed after it had submitted it: "
                + failure
                + (isToldIn(failure) ? "." : ". If it submits more than one job: " + ADVICE + ".");
    }
}
