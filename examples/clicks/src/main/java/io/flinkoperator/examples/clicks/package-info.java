/**
 * An example with Apache Kafka: clicks are counted exactly once. Doors: {@code Clicks}, {@code
 * ClickCount}, {@code ClickCheck}.
 */
package io.flinkoperator.examples.clicks;
