/** An example job: counts the words of a text and prints the counts. Door: {@code WordCount}. */
package io.flinkoperator.examples.wordcount;
