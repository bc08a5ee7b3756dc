package io.jenkins.plugins.aviary.approval;

import java.util.Optional;

/** Where it can be found out who somebody is who is not there at the moment. */
@FunctionalInterface
public interface VoterDirectory {
    /** The person with that id as they would be if they came to the gate now; nothing if there is none any more. */
    Optional<Person> person(String id, GateState gate);
}
