package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.InvalidParameter;

/** A parameter that was given to the run is not declared, or has a value that it cannot have; no stage has run. */
public final class RefusedParameter extends InvalidParameter {
    private static final long serialVersionUID = 1L;

    /** A refusal with a message that names the parameter, its value and what was expected. */
    public RefusedParameter(String message) {
        super(message);
    }
}
