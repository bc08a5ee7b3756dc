package hudson;

@SuppressWarnings({"rawtypes", "serial"})
public class PluginWrapper implements hudson.model.ModelObject {
    public final java.net.URL baseResourceURL = null;

    public native java.lang.String getVersion();

    public native java.lang.String getDisplayName();

    private PluginWrapper() {}
}
