package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.Person;
import java.util.Optional;

/** Where a visitor has rights: a job, or all of Jenkins. */
interface Place {
    /** Whether the visitor has a right here. */
    boolean may(Right right);

    /** Refuses visitors without a right, as Jenkins does. */
    void require(Right right);

    /** The visitor, with the roles that they have here. */
    Person visitor();

    /** Whether that is the id of the visitor, who has logged in. */
    boolean isVisitor(String id);

    /** Somebody else, as they would be here if they came; nothing if Jenkins knows nobody of that name. */
    Optional<Person> known(String id);

    /** The address of the job, below Jenkins's own and with a slash at its end; empty for all of Jenkins. */
    String url();
}
