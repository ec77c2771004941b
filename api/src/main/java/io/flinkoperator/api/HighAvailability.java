package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Jobs survive the loss of the JobManager: its state is kept in ConfigMaps and in a storage that
 * all pods reach. The ids, the rights to the ConfigMaps and the clean-up are the operator's.
 *
 * @param storageDir Folder for the metadata of jobs, for example "s3://bucket/ha" (Flink's
 *     high-availability.storageDir).
 * @param replicas Number of JobManagers; one leads, the others stand by and take over within
 *     seconds.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HighAvailability(
        @Required @Size(min = 1) String storageDir,
        @Default("1") @Min(1) @Max(9) Integer replicas) {}
