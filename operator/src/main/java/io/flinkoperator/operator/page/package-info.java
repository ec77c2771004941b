/**
 * A web page of the fleet; it reads what rounds have left in {@code Fleet}, and changes nothing.
 */
package io.flinkoperator.operator.page;
