package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Computer extends hudson.model.Actionable
        implements hudson.security.AccessControlled, org.kohsuke.stapler.StaplerProxy {
    public static final java.util.concurrent.ExecutorService threadPoolForRemoting = null;

    public abstract hudson.remoting.VirtualChannel getChannel();

    public native java.lang.String getName();

    public native hudson.model.Node getNode();

    private Computer() {}
}
