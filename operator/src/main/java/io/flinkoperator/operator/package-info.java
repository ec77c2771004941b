/** Puts the operator together and starts it. May import every other room. */
package io.flinkoperator.operator;
