package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public class Jenkins extends hudson.model.AbstractCIBase
        implements jenkins.model.DirectlyModifiableTopLevelItemGroup,
                org.kohsuke.stapler.StaplerProxy,
                hudson.security.AccessControlled {
    public static final hudson.security.Permission ADMINISTER = null;
    public static final org.springframework.security.core.Authentication ANONYMOUS2 = null;
    public static final hudson.security.Permission READ = null;
    public static final hudson.security.Permission SYSTEM_READ = null;

    public native hudson.Launcher createLauncher(hudson.model.TaskListener a);

    public static native jenkins.model.Jenkins get() throws java.lang.IllegalStateException;

    public native hudson.security.ACL getACL();

    public static native org.springframework.security.core.Authentication getAuthentication2();

    public native hudson.model.Descriptor getDescriptorOrDie(java.lang.Class<? extends hudson.model.Describable> a);

    public native <T> hudson.ExtensionList<T> getExtensionList(java.lang.Class<T> a);

    public static native jenkins.model.Jenkins getInstanceOrNull();

    public native hudson.model.Item getItemByFullName(java.lang.String a);

    public native <T extends hudson.model.Item> T getItemByFullName(java.lang.String a, java.lang.Class<T> b);

    public native java.lang.String getLegacyInstanceId();

    public native hudson.model.Node getNode(java.lang.String a);

    public native hudson.PluginManager getPluginManager();

    public native java.io.File getRootDir();

    public native hudson.FilePath getRootPath();

    public native java.lang.String getRootUrl() throws java.lang.IllegalStateException;

    public native boolean isTerminating();

    public native boolean isUseSecurity();

    public native java.lang.String getDisplayName();

    public native java.lang.Object getTarget();

    private Jenkins() {}
}
