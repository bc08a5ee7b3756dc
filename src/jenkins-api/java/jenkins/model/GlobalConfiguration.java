package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class GlobalConfiguration extends hudson.model.Descriptor<jenkins.model.GlobalConfiguration>
        implements hudson.ExtensionPoint, hudson.model.Describable<jenkins.model.GlobalConfiguration> {
    protected GlobalConfiguration() {}

    public static native hudson.ExtensionList<jenkins.model.GlobalConfiguration> all();
}
