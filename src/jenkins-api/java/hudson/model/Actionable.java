package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Actionable {
    public native void addAction(hudson.model.Action a);

    public native boolean addOrReplaceAction(hudson.model.Action a);

    public native <T extends hudson.model.Action> T getAction(java.lang.Class<T> a);

    public native <T extends hudson.model.Action> java.util.List<T> getActions(java.lang.Class<T> a);

    public final native java.util.List<? extends hudson.model.Action> getAllActions();

    public native boolean removeAction(hudson.model.Action a);

    protected Actionable() {}
}
