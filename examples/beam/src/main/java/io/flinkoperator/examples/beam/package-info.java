/** A pipeline of Apache Beam. */
package io.flinkoperator.examples.beam;
