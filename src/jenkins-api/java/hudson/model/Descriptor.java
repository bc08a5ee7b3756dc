package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Descriptor<T extends hudson.model.Describable<T>> {
    public final transient java.lang.Class<? extends T> clazz = null;

    protected Descriptor() {}

    public native boolean configure(org.kohsuke.stapler.StaplerRequest2 a, net.sf.json.JSONObject b)
            throws hudson.model.Descriptor.FormException;

    public native java.lang.String getDisplayName();

    public native java.lang.String getId();

    public native void load();

    public native T newInstance(org.kohsuke.stapler.StaplerRequest2 a, net.sf.json.JSONObject b)
            throws hudson.model.Descriptor.FormException;

    public native void save();

    public static final class FormException extends java.lang.Exception implements org.kohsuke.stapler.HttpResponse {
        public FormException(java.lang.String a, java.lang.String b) {}
    }
}
