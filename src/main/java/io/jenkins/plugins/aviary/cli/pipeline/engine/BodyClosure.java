package io.jenkins.plugins.aviary.cli.pipeline.engine;

import groovy.lang.Closure;

/** A block of Java code in the form in which a script hands one to a step. */
public final class BodyClosure extends Closure<Object> {
    private static final long serialVersionUID = 1L;

    private final transient Body body;

    /** Wraps a block. */
    public BodyClosure(Body body) {
        super(body);
        this.body = body;
    }

    /** Called by Groovy. */
    public Object doCall(Object... ignored) throws InterruptedException {
        return body.call();
    }

    @Override
    public Object call() {
        return call(new Object[0]);
    }

    @Override
    public Object call(Object... arguments) {
        try {
            return body.call();
        } catch (InterruptedException e) {
            throw Scope.current().branch().noticed();
        }
    }
}
