package io.flinkoperator.testkit;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link ControlPlane} that is started once in a test run, its {@link
 * KubernetesClient}, and a {@link TestNamespace}: one for the whole class if its constructor or
 * {@code @BeforeAll} asks for it, else one for each test method.
 */
public final class ControlPlaneExtension implements ParameterResolver {

    private static final Namespace STORE = Namespace.create(ControlPlaneExtension.class);
    private static final Set<Class<?>> GIVEN =
            Set.of(ControlPlane.class, KubernetesClient.class, TestNamespace.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return GIVEN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        if (type == ControlPlane.class) {
            return controlPlane(context);
        }
        if (type == KubernetesClient.class) {
            return controlPlane(context).client();
        }
        return namespace(context);
    }

    private static ControlPlane controlPlane(ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(
                        ControlPlane.class, key -> ControlPlane.start(), ControlPlane.class);
    }

    /**
     * A method's store also finds what its class has, so a class's namespace serves its methods.
     */
    private static TestNamespace namespace(ExtensionContext context) {
        var controlPlane = controlPlane(context);
        var testName =
                context.getRequiredTestClass().getSimpleName()
                        + context.getTestMethod().map(method -> "-" + method.getName()).orElse("");
        return context.getStore(STORE)
                .getOrComputeIfAbsent(
                        NamespaceLease.class,
                        key -> NamespaceLease.take(controlPlane, testName),
                        NamespaceLease.class)
                .namespace();
    }
}
