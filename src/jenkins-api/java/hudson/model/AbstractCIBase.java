package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class AbstractCIBase extends hudson.model.Node
        implements hudson.model.ItemGroup<hudson.model.TopLevelItem>,
                org.kohsuke.stapler.StaplerProxy,
                hudson.security.AccessControlled {
    public native java.lang.String getNodeName();

    protected AbstractCIBase() {}
}
