package hudson.model.listeners;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class RunListener<R extends hudson.model.Run> implements hudson.ExtensionPoint {
    protected RunListener() {}

    public native void onCompleted(R a, hudson.model.TaskListener b);
}
