package io.jenkins.plugins.aviary.artifact;

import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;

/** The store has no artifact of that name. */
public final class UnknownArtifact extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** No artifact with that digest, in the store that is described. */
    public UnknownArtifact(Digest artifact, String store) {
        super("There is no artifact " + artifact + " in " + store
                + "; build it with canaryBuild, or name one that was built here.");
    }
}
