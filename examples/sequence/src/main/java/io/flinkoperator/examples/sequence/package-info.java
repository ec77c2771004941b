/**
 * An example job for every Flink version from 1.12 on: adds up a sequence of numbers in keyed
 * state. Door: {@code Sequence}.
 */
package io.flinkoperator.examples.sequence;
