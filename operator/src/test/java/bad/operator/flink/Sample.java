package bad.operator.flink;

/** Walks through every door, open or not. */
public record Sample(
        bad.api.Sample api,
        bad.core.model.Sample model,
        bad.core.spec.Sample spec,
        bad.core.resources.Sample resources,
        bad.core.decide.Sample decide,
        bad.operator.flink.Sample flink,
        bad.operator.poll.Sample poll,
        bad.operator.observe.Sample observe,
        bad.operator.act.Sample act,
        bad.operator.controller.Sample controller,
        bad.operator.page.Sample page,
        bad.operator.Sample operator,
        bad.kubectl.text.Sample text,
        bad.kubectl.convert.Sample convert,
        bad.kubectl.Sample kubectl) {}
