package io.flinkoperator.operator.act;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Something was newer than what the round had seen; the next round sees it. */
public final class StaleViewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleViewException(String message) {
        super(message);
    }

    StaleViewException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Does a write; a message says what a conflict with what is there means. */
    static void onConflict(String message, Runnable write) {
        try {
            write.run();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                throw new StaleViewException(message, failure);
            }
            throw failure;
        }
    }
}
