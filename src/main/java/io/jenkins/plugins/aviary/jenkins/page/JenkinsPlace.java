package io.jenkins.plugins.aviary.jenkins.page;

import hudson.model.Item;
import hudson.model.Job;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.jenkins.AviaryPermissions;
import io.jenkins.plugins.aviary.jenkins.Persons;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * A place in Jenkins, for the present user.
 *
 * @param controlled what Jenkins guards
 */
record JenkinsPlace(AccessControlled controlled) implements Place {
    private Permission permission(Right right) {
        return switch (right) {
            case READ -> controlled instanceof Jenkins ? Jenkins.READ : Item.READ;
            case VIEW -> AviaryPermissions.VIEW;
            case DEPLOY -> AviaryPermissions.DEPLOY;
            case ROLLBACK -> AviaryPermissions.ROLLBACK;
            case APPROVE -> AviaryPermissions.APPROVE;
            case BREAK_GLASS -> AviaryPermissions.BREAK_GLASS;
        };
    }

    @Override
    public boolean may(Right right) {
        return controlled.hasPermission(permission(right));
    }

    @Override
    public void require(Right right) {
        controlled.checkPermission(permission(right));
    }

    @Override
    public Person visitor() {
        return Persons.current(controlled);
    }

    @Override
    public boolean isVisitor(String id) {
        return Persons.isCurrent(id);
    }

    @Override
    public Optional<Person> known(String id) {
        return Persons.known(id, controlled);
    }

    @Override
    public String url() {
        return controlled instanceof Job<?, ?> job ? job.getUrl() : "";
    }
}
