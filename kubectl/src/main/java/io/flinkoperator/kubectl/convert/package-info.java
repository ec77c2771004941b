/**
 * Manifests of other operators as FlinkClusters, with a sentence for each field that has no
 * counterpart. Pure functions. May import core and the API.
 */
package io.flinkoperator.kubectl.convert;
