/** Does what was decided. May import flink and model. */
package io.flinkoperator.operator.act;
