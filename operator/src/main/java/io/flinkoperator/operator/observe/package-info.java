/** Gathers everything that thinking may use. May import poll and model. */
package io.flinkoperator.operator.observe;
