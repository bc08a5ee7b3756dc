package io.jenkins.plugins.aviary.jenkins.gate;

import hudson.Extension;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.aviary.jenkins.Installation;
import java.util.concurrent.TimeUnit;

/** Lets gates expire and escalate when their time has come. */
@Extension
public final class GateClock extends PeriodicWork {
    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.SECONDS.toMillis(5);
    }

    @Override
    protected void doRun() {
        Installation.get().tick();
    }
}
