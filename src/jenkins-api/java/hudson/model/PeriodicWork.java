package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class PeriodicWork extends hudson.triggers.SafeTimerTask implements hudson.ExtensionPoint {
    public PeriodicWork() {}

    public abstract long getRecurrencePeriod();
}
