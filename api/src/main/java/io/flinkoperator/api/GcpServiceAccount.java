package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A key of a service account of Google Cloud.
 *
 * @param secretName Secret with the key file, in the cluster's namespace.
 * @param keyFile Name of the key file inside the Secret.
 * @param mountPath Folder that the Secret is mounted to; GOOGLE_APPLICATION_CREDENTIALS names the
 *     key file in it.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!self.mountPath.endsWith(self.keyFile)",
        message = "mountPath is the folder of the key file, without its name")
public record GcpServiceAccount(
        @Required @Size(min = 1) String secretName,
        @Required @Size(min = 1) String keyFile,
        @Required @Size(min = 1) String mountPath) {}
