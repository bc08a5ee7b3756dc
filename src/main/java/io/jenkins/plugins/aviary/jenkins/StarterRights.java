package io.jenkins.plugins.aviary.jenkins;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.Permission;
import java.util.Map;
import jenkins.model.Jenkins;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Whether whoever started a run may have it change which release players play on. A run that no person started (a timer, a
 * commit, another job) does what those who may configure its job have it do.
 */
public final class StarterRights {
    private static final Map<String, Permission> NEEDED = Map.of(
            "deployRelease", AviaryPermissions.DEPLOY,
            "canaryRelease", AviaryPermissions.DEPLOY,
            "rollbackRelease", AviaryPermissions.ROLLBACK);

    private StarterRights() {}

    /**
     * Refuses a step that a person who started the run may not start.
     *
     * @throws AbortException naming the person and the permission
     */
    public static void check(Run<?, ?> run, String step) throws AbortException {
        Permission needed = NEEDED.get(step);
        if (needed == null) {
            return;
        }
        for (Cause cause : run.getCauses()) {
            if (cause instanceof Cause.UserIdCause started && !holds(run, started.getUserId(), needed)) {
                throw new AbortException(step + ": " + (started.getUserId() == null ? "somebody" : started.getUserId())
                        + " started this build and lacks the permission Aviary/" + needed.name + " in "
                        + run.getParent().getFullName() + "; have somebody start it who has it.");
            }
        }
    }

    private static boolean holds(Run<?, ?> run, String id, Permission needed) {
        if (id == null) {
            return run.getParent().getACL().hasPermission2(Jenkins.ANONYMOUS2, needed);
        }
        User user = User.getById(id, false);
        try {
            return user != null && run.getParent().getACL().hasPermission2(user.impersonate2(), needed);
        } catch (UsernameNotFoundException e) {
            // Whoever is gone by now has no rights.
            return false;
        }
    }
}
