package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.ApprovalRefused;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.LocalPerson;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.approval.VotePlace;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.Optional;

/** This machine, where people vote as users of its operating system. It has no pages, and no addresses of people. */
final class LocalVotePlace implements VotePlace {
    private final RunContext context;

    LocalVotePlace(RunContext context) {
        this.context = context;
    }

    @Override
    public String page(GateState gate) {
        return "";
    }

    @Override
    public String way(GateState gate) {
        String id = gate.request().gate();
        return "Vote on the machine that waits: aviary approve '" + id + "', or aviary deny '" + id
                + "' --reason TEXT.";
    }

    @Override
    public String link(String token) {
        return "";
    }

    @Override
    public String personalWay(String token) {
        return "On the machine that waits, as yourself, and once:\n\naviary approve --link " + token
                + "\n\nor\n\naviary deny --reason TEXT --link " + token;
    }

    @Override
    public Optional<Person> person(String id, GateState gate) {
        try {
            return Optional.of(LocalPerson.named(context, id));
        } catch (ApprovalRefused e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> address(String id) {
        return Optional.empty();
    }
}
