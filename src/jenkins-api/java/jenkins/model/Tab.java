package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Tab implements hudson.model.Action, jenkins.model.Badgeable {
    protected hudson.model.Actionable object;

    public Tab(hudson.model.Actionable a) {}

    public native hudson.model.Actionable getObject();
}
