package io.jenkins.plugins.aviary.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes over Ctrl-C while something runs. Java's own way, a shutdown hook, hears only the first one, and whoever presses
 * it a second time means it.
 *
 * <p>The signal class is not part of the Java standard: it is reached by reflection, and where it is missing nothing is
 * taken over and the shutdown hook of {@link Cancellation} stays what hears Ctrl-C.
 */
final class InterruptSignal {
    private InterruptSignal() {}

    /** Does something, and calls the other for each Ctrl-C meanwhile, on a thread of its own. */
    static <T> T heard(Runnable onInterrupt, Supplier<T> work) {
        Optional<Object> before = handler(onInterrupt).flatMap(InterruptSignal::install);
        try {
            return work.get();
        } finally {
            before.ifPresent(InterruptSignal::install);
        }
    }

    private static Optional<Object> handler(Runnable action) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            return Optional.of(Proxy.newProxyInstance(
                    InterruptSignal.class.getClassLoader(),
                    new Class<?>[] {handlerType},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.getName().equals("equals")
                                ? (Object) (proxy == arguments[0])
                                : method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : "";
                    }));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> install(Object handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Method handle = signalType.getMethod("handle", signalType, Class.forName("sun.misc.SignalHandler"));
            return Optional.ofNullable(
                    handle.invoke(null, signalType.getConstructor(String.class).newInstance("INT"), handler));
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InstantiationException
                | InvocationTargetException e) {
            // Another Java, or one that was told to leave signals alone (-Xrs).
            return Optional.empty();
        }
    }
}
