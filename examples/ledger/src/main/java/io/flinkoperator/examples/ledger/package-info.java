/**
 * An example job for Flink 1.20 and 2.3 whose output shows every record that was lost or doubled.
 * Doors: {@code Ledger}, the job, and {@code LedgerCheck}, which judges its output.
 */
package io.flinkoperator.examples.ledger;
