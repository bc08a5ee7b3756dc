package io.jenkins.plugins.aviary.jenkins.gate;

import hudson.model.User;
import hudson.security.AccessControlled;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.approval.VotePlace;
import io.jenkins.plugins.aviary.jenkins.Persons;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Jenkins, where people vote on pages, as who they are logged in. */
final class JenkinsVotePlace implements VotePlace {
    private final AccessControlled job;

    JenkinsVotePlace(AccessControlled job) {
        this.job = job;
    }

    private static String below(String path) {
        String root = Jenkins.get().getRootUrl();
        return root == null ? "" : root + path;
    }

    @Override
    public String page(GateState gate) {
        return below("aviary/approvals/");
    }

    @Override
    public String way(GateState gate) {
        return "Vote in Jenkins, on the page Approvals of Aviary; the release waits in "
                + gate.request().run() + ".";
    }

    @Override
    public String link(String token) {
        return below("aviary/approvals/link/" + token + "/");
    }

    @Override
    public String personalWay(String token) {
        return "Vote by the link, once; Jenkins asks you to log in, since the link is no login.";
    }

    @Override
    public Optional<Person> person(String id, GateState gate) {
        return Persons.known(id, job);
    }

    @Override
    public Optional<String> address(String id) {
        User user = User.getById(id, false);
        return user == null ? Optional.empty() : Persons.address(user);
    }
}
