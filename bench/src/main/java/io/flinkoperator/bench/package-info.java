/** Measures an operator with a fleet of clusters: how fast it acts, and what it costs at rest. */
package io.flinkoperator.bench;
