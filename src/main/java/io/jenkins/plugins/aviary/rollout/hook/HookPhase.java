package io.jenkins.plugins.aviary.rollout.hook;

import io.jenkins.plugins.aviary.model.DeployHooks;
import java.util.List;

/** When hooks are run. */
public enum HookPhase {
    /** A release was delivered and serves players. */
    POST_DEPLOY("postDeploy"),
    /** An earlier release was brought back and serves players. */
    POST_ROLLBACK("postRollback");

    private final String key;

    HookPhase(String key) {
        this.key = key;
    }

    /** Its key in {@code aviary.yml}. */
    String key() {
        return key;
    }

    List<List<String>> commands(DeployHooks hooks) {
        return this == POST_DEPLOY ? hooks.postDeploy() : hooks.postRollback();
    }
}
