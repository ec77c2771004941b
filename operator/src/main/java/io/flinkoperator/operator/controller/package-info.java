/**
 * The front hall: one round is look, think, write intent, do. May import every room but the root.
 */
package io.flinkoperator.operator.controller;
