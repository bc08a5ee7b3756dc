package hudson;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class PluginManager implements org.kohsuke.stapler.StaplerProxy {
    public native hudson.PluginWrapper getPlugin(java.lang.String a);

    public native hudson.PluginWrapper whichPlugin(java.lang.Class a);

    private PluginManager() {}
}
