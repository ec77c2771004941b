package io.flinkoperator.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * Clients that do not read who owns which field of an object: half of the memory that a cached
 * object would take, for what is needed only when an object is about to be changed. What was
 * written as v1alpha1 is read all the same: it is the only trace of fields that were cut off.
 */
final class OperatorClient {
    private OperatorClient() {}

    interface OlderFieldsOnly {
        @JsonDeserialize(using = OlderFields.class)
        void setManagedFields(List<ManagedFieldsEntry> fields);
    }

    static KubernetesClient of(Config config) {
        ObjectMapper mapper = new ObjectMapper().addMixIn(ObjectMeta.class, OlderFieldsOnly.class);
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
        // Else a watch that is told that it is too old is taken up again and again.
        serialization.registerKubernetesResource(Status.class);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization)
                .build();
    }
}
