package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.operation.Masking;

/**
 * A build's log, with the credentials of the process hidden.
 *
 * @param stream where its output goes; half a line waits there for its end
 */
record RunLog(MaskingStream stream) {
    RunLog(TaskListener listener, Masking masking) {
        this(new MaskingStream(listener.getLogger(), masking));
    }
}
