/**
 * The plugin of kubectl: one class for each verb, and what they share. All that asks Kubernetes or
 * Flink goes through {@link io.flinkoperator.kubectl.Kubernetes}. May import text, convert, core
 * and the API.
 */
package io.flinkoperator.kubectl;
