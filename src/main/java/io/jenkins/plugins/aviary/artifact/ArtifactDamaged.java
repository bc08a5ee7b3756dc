package io.jenkins.plugins.aviary.artifact;

import io.jenkins.plugins.aviary.operation.OperationFailure;

/** What is stored is not what its digest says: it must not be delivered. */
public final class ArtifactDamaged extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** The message says which file of which artifact, and what was found. */
    public ArtifactDamaged(String message) {
        super(message);
    }
}
