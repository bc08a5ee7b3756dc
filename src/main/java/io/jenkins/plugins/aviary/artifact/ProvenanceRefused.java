package io.jenkins.plugins.aviary.artifact;

import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;

/** Nobody who is trusted vouches for where an artifact comes from: it must not be delivered. */
public final class ProvenanceRefused extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** The provenance of this artifact does not hold, for a reason that continues the sentence. */
    ProvenanceRefused(Digest artifact, String reason) {
        super("The provenance of " + artifact.brief() + " " + reason);
    }
}
