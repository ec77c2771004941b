/**
 * The Kubernetes objects of a cluster, one builder for each kind. May import spec, model and the
 * API.
 */
package io.flinkoperator.core.resources;
