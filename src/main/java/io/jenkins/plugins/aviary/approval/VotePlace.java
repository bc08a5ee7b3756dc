package io.jenkins.plugins.aviary.approval;

import java.util.Optional;

/** Where people vote and how it knows them: Jenkins, or the machine that a run waits on. */
public interface VotePlace {
    /** The address at which everybody votes who may, or empty. */
    String page(GateState gate);

    /** How everybody votes who may, in a sentence. */
    String way(GateState gate);

    /** The address of a personal link, or empty. */
    String link(String token);

    /** How the person votes with it, in a sentence. */
    String personalWay(String token);

    /** The person with that name, as they would be if they came to vote; nothing if the place knows none. */
    Optional<Person> person(String id, GateState gate);

    /** The e-mail address that the place has of a person. */
    Optional<String> address(String id);
}
