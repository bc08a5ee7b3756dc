package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.jenkins.agent.AttendedStep;
import java.time.Instant;
import java.util.List;

/** A run, as far as its page shows it. */
interface ShownRun {
    /** Its name in the ledger. */
    String name();

    /** Its job's rights. */
    Place place();

    /** Whether it has used a step of Aviary. */
    boolean used();

    /** Whether it is being built. */
    boolean building();

    /** When it began. */
    Instant begin();

    /** When it ended, once it is not being built any more. */
    Instant end();

    /** Its steps that are under way and that a person may attend to. */
    List<AttendedStep> steps();
}
