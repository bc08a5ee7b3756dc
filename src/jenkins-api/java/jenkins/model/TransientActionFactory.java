package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class TransientActionFactory<T> implements hudson.ExtensionPoint {
    public TransientActionFactory() {}

    public native java.lang.Class<? extends hudson.model.Action> actionType();

    public abstract java.util.Collection<? extends hudson.model.Action> createFor(T a);

    public abstract java.lang.Class<T> type();
}
