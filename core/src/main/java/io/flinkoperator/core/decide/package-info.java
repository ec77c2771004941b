/**
 * Decides what to do: the job's transitions as a table, desired minus observed objects, status and
 * events. May import resources, spec, model and the API.
 */
package io.flinkoperator.core.decide;
