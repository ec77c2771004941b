/**
 * Programs for Flink's pods that look for and delete state with Flink's own file systems. They
 * import the JDK and Flink alone, nothing of the project, and are small, since pods get them as an
 * argument. Doors: {@code NewestCheckpoint}, {@code DeleteSavepoint}.
 */
package io.flinkoperator.restore;
