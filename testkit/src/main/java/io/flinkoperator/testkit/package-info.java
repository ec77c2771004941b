/**
 * What tests of the operator stand on: a real control plane, a stand-in for the node it lacks, and
 * a fake Flink. Doors: {@code ControlPlane} (in JUnit through {@code ControlPlaneExtension}),
 * {@code NodeStandIn}, {@code FakeFlink}.
 */
package io.flinkoperator.testkit;
