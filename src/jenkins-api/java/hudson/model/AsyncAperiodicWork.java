package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class AsyncAperiodicWork extends hudson.triggers.SafeTimerTask {
    private AsyncAperiodicWork() {}
}
