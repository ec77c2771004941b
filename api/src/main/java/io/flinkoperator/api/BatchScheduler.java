package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A scheduler that starts the pods of a cluster together or not at all.
 *
 * @param name Only "volcano", which must be installed.
 * @param queue Volcano's queue. Default: Volcano's own.
 * @param priorityClassName Priority class of the pods and of their group.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.name == 'volcano'",
        fieldPath = ".name",
        message = "the only batch scheduler that is known is 'volcano'")
public record BatchScheduler(@Required String name, String queue, String priorityClassName) {}
