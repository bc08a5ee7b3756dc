package hudson.console;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class ConsoleLogFilter implements hudson.ExtensionPoint {
    public ConsoleLogFilter() {}

    public native java.io.OutputStream decorateLogger(hudson.model.Run a, java.io.OutputStream b)
            throws java.io.IOException, java.lang.InterruptedException;
}
