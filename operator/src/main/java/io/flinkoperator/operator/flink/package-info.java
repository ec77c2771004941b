/** Calls Flink's REST API. May import model. */
package io.flinkoperator.operator.flink;
