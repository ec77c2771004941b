/**
 * A program for Flink's pods that finds the newest checkpoint with Flink's own file systems. It
 * imports the JDK and Flink alone, nothing of the project, and is one class file, which pods get as
 * an argument. Door: {@code NewestCheckpoint}.
 */
package io.flinkoperator.restore;
