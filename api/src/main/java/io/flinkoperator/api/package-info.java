/**
 * The custom resource FlinkCluster as records.
 *
 * <p>The Javadoc of the records is the text of the CRD and of its reference page. This room imports
 * nothing of the project.
 */
package io.flinkoperator.api;
