/**
 * Turns what a user wrote into a valid, defaulted, typed cluster, or into sentences that say what
 * is wrong. May import model and the API.
 */
package io.flinkoperator.core.spec;
