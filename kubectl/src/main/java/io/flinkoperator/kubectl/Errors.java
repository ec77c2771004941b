package io.flinkoperator.kubectl;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what went wrong. */
final class Errors {
    private Errors() {}

    static int usage(ParameterException wrong, Shell shell) {
        CommandLine verb = wrong.getCommandLine();
        String sentence = sentence(wrong);
        shell.say("error: " + sentence + (sentence.endsWith(".") ? "" : "."));
        UnmatchedArgumentException.printSuggestions(wrong, verb.getErr());
        shell.say(verb.getCommandSpec().qualifiedName() + " --help tells how it is used.");
        return Failure.USAGE;
    }

    private static String sentence(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unknown
                        && wrong.getCommandLine().getParent() == null
                        && !unknown.getUnmatched().get(0).startsWith("-")
                ? "There is no verb '" + unknown.getUnmatched().get(0) + "'"
                : wrong.getMessage().strip();
    }

    static int told(Exception failure, CommandLine at, Shell shell) {
        shell.say("error: " + sentence(failure));
        if (isVerbose(at)) {
            failure.printStackTrace(shell.err());
        }
        return failure instanceof Failure told ? told.exitCode() : Failure.UNHEALTHY;
    }

    private static boolean isVerbose(CommandLine at) {
        OptionSpec option = at.getCommandSpec().findOption("--verbose");
        return option != null && Boolean.TRUE.equals(option.getValue());
    }

    private static String sentence(Exception failure) {
        if (failure instanceof KubernetesClientException refused) {
            return kubernetes(refused);
        }
        return failure instanceof Failure
                ? failure.getMessage()
                : "this should not happen: " + failure + "; -v shows where.";
    }

    private static String kubernetes(KubernetesClientException refused) {
        if (refused.getStatus() == null) {
            return "The API server does not answer: " + root(refused) + ".";
        }
        String said = refused.getStatus().getMessage();
        return switch (refused.getCode()) {
            case 401 -> "The API server does not know you; log in again: " + said;
            case 403 -> "You may not do that: " + said;
            case 404 -> "It is not there, or the operator's CRD is not installed: " + said;
            default -> "The API server refuses it: " + said;
        };
    }

    /** Below what tells of the network, there are only details of how it was used. */
    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof ConnectException)) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : ": " + root.getMessage();
        return root.getClass().getSimpleName() + message;
    }
}
