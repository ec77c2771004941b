package io.flinkoperator.operator.act;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Secrets;
import java.util.Optional;

/** An action that cannot be done; its message says which, and why. */
public final class ActionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of an action that was not even tried, with the reason. */
    ActionFailedException(Action action, String reason) {
        super("Failed to " + action.description() + ": " + reason);
    }

    /** Of an action, with the refusal. */
    public ActionFailedException(Action action, KubernetesClientException refusal) {
        super("Failed to " + action.description() + ": " + reason(refusal), refusal);
    }

    /** The API server's own words, without the client's around them. */
    private static String reason(KubernetesClientException refusal) {
        return Optional.ofNullable(refusal.getStatus())
                .map(status -> status.getMessage())
                .map(Secrets::masked)
                .orElse("the API server does not answer");
    }
}
