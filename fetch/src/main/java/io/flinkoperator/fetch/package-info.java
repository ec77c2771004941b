/**
 * The program of the init container that fetches a job's jar into the pod that needs it. It imports
 * the JDK alone, nothing of the project. Door: {@code Fetch}.
 *
 * <p>One fetch: {@code Settings} from the {@code Environment}; a {@code Source} makes the request
 * for its scheme, with credentials; {@code Http} sends it to an address that {@code AddressRules}
 * has checked; {@code Download} follows redirects, tries again, checks and renames.
 */
package io.flinkoperator.fetch;
