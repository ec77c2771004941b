package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class CutFieldsTest {
    private static final String MISSPELT =
            "spec.job.autoSavepointSecs: there is no such field; it has no effect; perhaps you"
                    + " mean spec.job.autoSavepointSeconds";

    @Test
    void whatKubectlAppliedAndKubernetesCutOffIsWarnedOf() {
        ObjectMeta metadata =
                metadata(
                        """
                        annotations:
                          kubectl.kubernetes.io/last-applied-configuration: |
                            {"spec":{"image":{"name":"f"},"job":{"jarFile":"j","autoSavepointSecs":300}}}
                        managedFields:
                        - manager: kubectl
                          operation: Update
                          fieldsV1: {"f:spec": {"f:job": {"f:corrected": {}}}}
                        """);

        assertThat(CutFields.of(metadata)).extracting(Problem::toString).containsExactly(MISSPELT);
    }

    @Test
    void whatAnotherClientWroteIsSeenInTheManagedFields() {
        ObjectMeta metadata =
                metadata(
                        """
                        managedFields:
                        - manager: client
                          operation: Update
                          apiVersion: flinkoperator.k8s.io/v1alpha1
                          fieldsV1:
                            "f:spec":
                              ".": {}
                              "f:image": {"f:name": {}}
                              "f:job": {".": {}, "f:jarFile": {}, "f:args": {}, "f:autoSavepointSecs": {}}
                              "f:flinkProperties": {"f:a.b": {}}
                        - manager: operator
                          operation: Update
                          subresource: status
                          fieldsV1: {"f:status": {"f:state": {}}, "f:spec": {"f:odd": {}}}
                        """);

        assertThat(CutFields.of(metadata)).extracting(Problem::toString).containsExactly(MISSPELT);
    }

    @Test
    void whatIsThereOrUnreadableGivesNoWarning() {
        assertThat(CutFields.of(new ObjectMeta())).isEmpty();
        assertThat(
                        CutFields.of(
                                metadata(
                                        "annotations: {kubectl.kubernetes.io/last-applied-configuration: '{'}")))
                .isEmpty();
        assertThat(
                        CutFields.of(
                                metadata(
                                        "managedFields: [{fieldsV1: {'f:spec': {'f:job': {'f:savepoint': {}}}}}, {}]")))
                .isEmpty();
    }

    private static ObjectMeta metadata(String yaml) {
        return Serialization.unmarshal(yaml, ObjectMeta.class);
    }
}
