package hudson.triggers;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class SafeTimerTask extends java.util.TimerTask {
    public SafeTimerTask() {}

    protected abstract void doRun() throws java.lang.Exception;

    public final native void run();
}
