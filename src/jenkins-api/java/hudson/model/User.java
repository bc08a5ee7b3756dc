package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public class User implements hudson.security.AccessControlled, org.kohsuke.stapler.StaplerProxy {
    public static native hudson.model.User current();

    public static native hudson.model.User get2(org.springframework.security.core.Authentication a);

    public native java.util.List<hudson.model.UserProperty> getAllProperties();

    public native java.util.List<java.lang.String> getAuthorities();

    public static native hudson.model.User getById(java.lang.String a, boolean b);

    public native java.lang.String getDisplayName();

    public native java.lang.String getFullName();

    public native java.lang.String getId();

    public static native jenkins.model.IdStrategy idStrategy();

    public native java.lang.Object getTarget();

    public native hudson.security.ACL getACL();

    public native org.springframework.security.core.Authentication impersonate2();

    private User() {}
}
