package io.jenkins.plugins.aviary.jenkins.agent;

import java.io.IOException;

/** What came from the agent is not what an operation sends: too large, of another form, or in contradiction to itself. */
final class EngineDistrusted extends IOException {
    private static final long serialVersionUID = 1L;

    EngineDistrusted(String message) {
        super(message);
    }

    EngineDistrusted(String message, Throwable cause) {
        super(message, cause);
    }
}
