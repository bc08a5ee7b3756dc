package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class AbstractItem extends hudson.model.Actionable
        implements hudson.model.Item, hudson.security.AccessControlled, org.kohsuke.stapler.StaplerProxy {
    public final native java.lang.String getFullName();

    public final native java.lang.String getUrl();

    protected AbstractItem() {}
}
