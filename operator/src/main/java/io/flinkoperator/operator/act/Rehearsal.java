package io.flinkoperator.operator.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.model.Secrets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows objects to the API server, which checks them and keeps none (a dry run). */
public final class Rehearsal {
    private static final int INVALID = 422;

    private Rehearsal() {}

    /** Why the API server takes one of them for invalid. */
    public static Optional<String> refusal(KubernetesClient client, List<HasMetadata> objects) {
        for (HasMetadata object : objects) {
            try {
                client.resource(unnamed(object)).dryRun().create();
            } catch (KubernetesClientException refusal) {
                // Other refusals may pass, and are told of when the object is to be made.
                if (refusal.getCode() == INVALID) {
                    return Optional.of(sentence(object, refusal));
                }
                if (refusal.getCode() == 0) {
                    throw refusal;
                }
            }
        }
        return Optional.empty();
    }

    /** A new object under another name: what is there may not be changeable, or hold a port. */
    private static HasMetadata unnamed(HasMetadata object) {
        HasMetadata unnamed = Serialization.clone(object);
        unnamed.getMetadata().setGenerateName(object.getMetadata().getName() + "-");
        unnamed.getMetadata().setName(null);
        if (unnamed instanceof Service service) {
            service.getSpec().getPorts().forEach(port -> port.setNodePort(null));
        }
        return unnamed;
    }

    private static String sentence(HasMetadata object, KubernetesClientException refusal) {
        String causes =
                Optional.ofNullable(refusal.getStatus().getDetails())
                        .map(details -> details.getCauses())
                        .filter(all -> !all.isEmpty())
                        .map(Rehearsal::text)
                        .orElse(refusal.getStatus().getMessage());
        return "Kubernetes would refuse its "
                + object.getKind()
                + " "
                + object.getMetadata().getName()
                + ": "
                + Secrets.masked(causes)
                + "; correct that, or set it back";
    }

    private static String text(List<StatusCause> causes) {
        return causes.stream()
                .map(cause -> cause.getField() + ": " + cause.getMessage())
                .collect(Collectors.joining(", "));
    }
}
