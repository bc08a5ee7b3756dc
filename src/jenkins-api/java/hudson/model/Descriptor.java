package hudson.model;

public abstract class Descriptor<T extends hudson.model.Describable<T>> {
    protected Descriptor() {}

    public native boolean configure(org.kohsuke.stapler.StaplerRequest2 a, net.sf.json.JSONObject b);

    public native java.lang.String getDisplayName();

    public native java.lang.String getId();

    public native void load();

    public native void save();
}
