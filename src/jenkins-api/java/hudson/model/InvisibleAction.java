package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class InvisibleAction implements hudson.model.Action {
    public InvisibleAction() {}

    public final native java.lang.String getDisplayName();

    public final native java.lang.String getIconFileName();

    public native java.lang.String getUrlName();
}
