package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Node implements hudson.ExtensionPoint, hudson.security.AccessControlled {
    public abstract hudson.Launcher createLauncher(hudson.model.TaskListener a);

    public abstract java.lang.String getNodeName();

    public abstract hudson.FilePath getRootPath();

    public final native hudson.model.Computer toComputer();

    protected Node() {}
}
