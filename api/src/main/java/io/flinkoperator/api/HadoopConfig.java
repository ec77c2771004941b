package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Hadoop's configuration, for example for the connector to Google Cloud Storage.
 *
 * @param configMapName ConfigMap with Hadoop's files, such as core-site.xml, in the cluster's
 *     namespace.
 * @param mountPath Folder that the files are mounted to; the value of HADOOP_CONF_DIR.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HadoopConfig(
        @Required @Size(min = 1) String configMapName,
        @Default("/etc/hadoop/conf") String mountPath) {}
