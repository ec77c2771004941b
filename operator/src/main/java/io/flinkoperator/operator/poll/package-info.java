/** Watches JobManagers outside the reconcile pool. May import flink and model. */
package io.flinkoperator.operator.poll;
