package io.flinkoperator.testkit;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The endpoints of Flink's REST API that the fake knows, and what makes a request well-formed. */
final class FlinkRoutes {

    private static final Pattern JOB_ID = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");

    /** A request and the ids in its path, empty if the path has none. */
    private record Call(FlinkRequest request, String id, String secondId) {}

    private record Route(
            String method,
            String template,
            Pattern pattern,
            BiFunction<FlinkEndpoints, Call, FlinkAnswer> handler) {

        boolean matches(FlinkRequest request) {
            return method.equals(request.method()) && pattern.matcher(request.path()).matches();
        }

        FlinkAnswer answer(FlinkEndpoints flink, FlinkRequest request) {
            var matcher = pattern.matcher(request.path());
            var ids = matcher.matches() ? matcher.groupCount() : 0;
            return handler.apply(
                    flink,
                    new Call(
                            request,
                            ids > 0 ? matcher.group(1) : "",
                            ids > 1 ? matcher.group(2) : ""));
        }
    }

    private static final List<Route> ROUTES =
            List.of(
                    get("/config", FlinkEndpoints::config),
                    get("/overview", FlinkEndpoints::overview),
                    get("/jobs", FlinkEndpoints::jobIds),
                    get("/jobs/overview", FlinkEndpoints::jobsOverview),
                    get("/jars", FlinkEndpoints::jars),
                    route("GET", "/jobs/:jobid", FlinkRoutes::details),
                    route("GET", "/jobs/:jobid/exceptions", FlinkRoutes::exceptions),
                    route("PATCH", "/jobs/:jobid", FlinkRoutes::cancel),
                    ofJob(
                            "GET",
                            "/jobs/:jobid/checkpoints",
                            (it, call) -> it.checkpoints(call.id())),
                    ofJob(
                            "GET",
                            "/jobs/:jobid/checkpoints/config",
                            (it, call) -> it.checkpointConfig(call.id())),
                    ofJob(
                            "GET",
                            "/jobs/:jobid/metrics",
                            (it, call) -> it.metrics(call.id(), call.request().query())),
                    ofJob(
                            "POST",
                            "/jobs/:jobid/savepoints",
                            (it, call) ->
                                    it.takeSavepoint(call.id(), false, call.request().body())),
                    ofJob(
                            "POST",
                            "/jobs/:jobid/stop",
                            (it, call) -> it.takeSavepoint(call.id(), true, call.request().body())),
                    ofJob(
                            "GET",
                            "/jobs/:jobid/savepoints/:triggerid",
                            (it, call) -> it.savepoint(call.id(), call.secondId())),
                    route(
                            "POST",
                            "/savepoint-disposal",
                            (it, call) -> it.dispose(call.request().body())),
                    route(
                            "GET",
                            "/savepoint-disposal/:triggerid",
                            (it, call) -> it.disposal(call.id())),
                    route("POST", "/jars/upload", FlinkRoutes::upload),
                    route("POST", "/jars/:jarid/run", FlinkRoutes::run),
                    route("DELETE", "/jars/:jarid", (flink, call) -> flink.deleteJar(call.id())));

    private FlinkRoutes() {}

    static FlinkAnswer answer(FakeJobManager flink, FlinkRequest request) {
        return find(request)
                .map(route -> route.answer(new FlinkEndpoints(flink), request))
                .orElseGet(() -> FlinkAnswer.unknownPath(request.method(), request.path()));
    }

    /** The path with the names of ids instead of ids. */
    static String template(FlinkRequest request) {
        return find(request).map(Route::template).orElse(request.path());
    }

    private static Optional<Route> find(FlinkRequest request) {
        return ROUTES.stream().filter(route -> route.matches(request)).findFirst();
    }

    private static Route get(String path, Function<FlinkEndpoints, FlinkAnswer> handler) {
        return route("GET", path, (flink, call) -> handler.apply(flink));
    }

    private static Route route(
            String method, String template, BiFunction<FlinkEndpoints, Call, FlinkAnswer> handler) {
        var pattern = Pattern.compile(template.replaceAll(":[a-z]+", "([^/]+)"));
        return new Route(method, template, pattern, handler);
    }

    private static Route ofJob(
            String method, String template, BiFunction<FlinkEndpoints, Call, FlinkAnswer> handler) {
        return route(
                method,
                template,
                (flink, call) -> badJobId(call).orElseGet(() -> handler.apply(flink, call)));
    }

    private static FlinkAnswer details(FlinkEndpoints flink, Call call) {
        return badJobId(call).orElseGet(() -> flink.details(call.id()));
    }

    private static FlinkAnswer exceptions(FlinkEndpoints flink, Call call) {
        return badJobId(call).orElseGet(() -> flink.exceptions(call.id()));
    }

    private static FlinkAnswer cancel(FlinkEndpoints flink, Call call) {
        var mode = call.request().query().replaceFirst("^mode=", "");
        return mode.isEmpty() || mode.equals("cancel")
                ? badJobId(call).orElseGet(() -> flink.cancel(call.id()))
                : unresolved("query parameter (mode)", mode);
    }

    private static Optional<FlinkAnswer> badJobId(Call call) {
        return JOB_ID.matcher(call.id()).matches()
                ? Optional.empty()
                : Optional.of(unresolved("path parameter (jobid)", call.id()));
    }

    private static FlinkAnswer unresolved(String parameter, String value) {
        return FlinkAnswer.refused(
                400,
                "Bad request, could not parse parameters: Cannot resolve %s from value \"%s\"."
                        .formatted(parameter, value));
    }

    private static FlinkAnswer upload(FlinkEndpoints flink, Call call) {
        var name = FILE_NAME.matcher(call.request().body());
        return name.find() && name.group(1).endsWith(".jar")
                ? flink.upload(name.group(1))
                : FlinkAnswer.refused(400, "Only Jar files are allowed.");
    }

    private static FlinkAnswer run(FlinkEndpoints flink, Call call) {
        return FakeSubmission.parse(call.id(), call.request().body())
                .filter(submission -> JOB_ID.matcher(submission.jobId()).matches())
                .map(flink::run)
                .orElseGet(
                        () ->
                                FlinkAnswer.refused(
                                        400,
                                        "Request did not match expected format"
                                                + " JarRunRequestBody."));
    }
}
