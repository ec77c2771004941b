/** What is seen and what is decided, as values. May import only the API. */
package io.flinkoperator.core.model;
