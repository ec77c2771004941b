# Every target that has a sentence behind "##" is listed by `make help`.
NAME ?= flink
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo demo-session test test-unit test-integration test-e2e test-ledger test-guides prove bench cluster-up cluster-down cluster-status cluster-logs images operator manifests dist reproducible sbom generate format check clean

help: ## Lists the targets.
	@[[ ! -t 1 ]] || bold=$$'\033[1m' plain=$$'\033[0m'; \
	awk -F ':.*## ' -v bold="$$bold" -v plain="$$plain" '/^[a-z0-9-]+:.*## / { printf "  %s%-18s%s %s\n", bold, $$1, plain, $$2 }' $(MAKEFILE_LIST)

demo: ## Shows all of it: starts a Kubernetes, installs the operator, runs a Flink job and prints its result (CLUSTER=current: in your cluster; FLINK_IMAGE=flink:2.3.0: a registry's Flink; OFFICIAL_ENTRYPOINT=FILE: the real entrypoint in the images; VERBOSE=1: all output).
	@local/demo wordcount

demo-session: ## The same with a session cluster that takes jobs.
	@local/demo session

test: ## Runs all tests, of the long sets a part that changes with each commit (TURN=all: all of them).
	@local/test all

test-unit: ## Runs the tests that need nothing but Java (TEST=CLASS#METHOD: one test; so with the other kinds).
	@local/test unit

test-integration: ## Runs the tests against a real API server and etcd (K8S=1.30: the oldest version that is supported).
	@local/test integration

test-e2e: ## Runs the tests on a real node with real Flink (needs root; OFFICIAL_ENTRYPOINT=FILE: with the official images' entrypoint).
	@local/test e2e

test-ledger: ## Runs all tests that look for lost and doubled records, for an hour (needs root).
	@local/test ledger

test-guides: ## Runs all commands of all pages as a reader would, on a real node (needs root).
	@local/test guides

prove: ## Looks for a way to lose state or to run a job twice, for hours (PART=model, mutants, disturbance, storm, sequences, failover: a part).
	@local/test prove $(PART)

bench: ## Measures the operator with fleets of clusters, and writes the tables of docs/performance.md (N=100,1000: sizes).
	@local/bench $(or $(N),100)

cluster-up: ## Starts a local cluster with our images in it (NAME=flink).
	@local/cluster up $(NAME)

cluster-down: ## Ends a local cluster and all that runs in it (NAME=flink).
	@local/cluster down $(NAME)

cluster-status: ## Shows what runs of a local cluster (NAME=flink).
	@local/cluster status $(NAME)

cluster-logs: ## Follows the logs of a local cluster's components (NAME=flink).
	@local/cluster logs $(NAME)

images: ## Builds the container images.
	@local/images all

operator: ## Installs the operator into a local cluster (NAME=flink) or your own (NAME=current).
	@local/operator install $(NAME)

manifests: ## Writes the operator's objects into one file for people without Helm (FILE=target/flink-operator.yaml).
	@mkdir -p target && local/manifests $(or $(FILE),target/flink-operator.yaml)

dist: ## Makes the archive of kubectl flink and its krew manifest in target/ (URL=https://…: where the archive will be).
	@URL=$(URL) local/dist

reproducible: ## Builds what is committed twice and compares the jars.
	@local/reproducible

sbom: ## Lists what is in the operator, as CycloneDX (target/bom.json).
	mvn --quiet --batch-mode -pl api,core,restore,fetch,operator -am org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeAggregateBom -DoutputFormat=json

generate: ## Writes the generated files: the CRDs, their documentation, the states of a job, the table of Flink options, the chart's README.
	mvn --quiet --batch-mode -pl operator -am test -Dgenerate=true -Dtest=GeneratedFilesTest,StateMachineTest,EventCatalogueTest,FlinkOptionsTest,ChartValuesTest -Dsurefire.failIfNoSpecifiedTests=false

format: ## Formats the Java sources.
	mvn --quiet --batch-mode spotless:apply

check: ## Checks format, static rules and scripts without running tests.
	mvn --quiet --batch-mode test-compile
	@if command -v shellcheck > /dev/null; then shellcheck $$(grep --recursive --files-with-matches --include='*' --exclude-dir=tools '^#!/usr/bin/env bash' bin local) local/lib/*.sh; else echo "shellcheck is not installed: the scripts are not checked"; fi

clean: ## Removes what builds made here; the cache in ~/.cache/flink-operator stays.
	mvn --quiet --batch-mode clean
