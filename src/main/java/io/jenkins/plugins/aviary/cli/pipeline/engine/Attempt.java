package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.util.Optional;

/** Runs a part of a pipeline and tells how it failed, if it did. */
public final class Attempt {
    private Attempt() {}

    /** What the part threw, if anything. */
    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    public static Optional<Throwable> of(Body body) {
        try {
            body.call();
            return Optional.empty();
        } catch (InterruptedException e) {
            return Optional.of(Scope.current().branch().noticed());
        } catch (Throwable e) {
            // A script may throw anything, also sneaked past the compiler: an interruption among it.
            return Optional.of(sneaked(e));
        }
    }

    /** Throws a failure on, as it came. */
    public static void rethrow(Throwable failure) {
        Attempt.<RuntimeException>sneak(failure);
    }

    private static Throwable sneaked(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof java.lang.reflect.UndeclaredThrowableException
                || cause instanceof org.codehaus.groovy.runtime.InvokerInvocationException) {
            if (cause.getCause() == null) {
                break;
            }
            cause = cause.getCause();
        }
        return cause instanceof InterruptedException ? Scope.current().branch().noticed() : cause;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
