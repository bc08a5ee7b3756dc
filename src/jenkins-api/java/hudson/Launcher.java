package hudson;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Launcher {
    public native boolean isUnix();

    public abstract void kill(java.util.Map<java.lang.String, java.lang.String> a)
            throws java.io.IOException, java.lang.InterruptedException;

    private Launcher() {}
}
