/**
 * What is shown: pure functions from objects to lines of text. Asks nobody and knows no clock. May
 * import core and the API.
 */
package io.flinkoperator.kubectl.text;
