/**
 * Gathers everything that thinking may use. May import poll, model, and resources for the names of
 * what it looks for.
 */
package io.flinkoperator.operator.observe;
