package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Run<JobT extends hudson.model.Job<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT>>
        extends hudson.model.Actionable
        implements hudson.ExtensionPoint,
                java.lang.Comparable<RunT>,
                hudson.security.AccessControlled,
                org.kohsuke.stapler.StaplerProxy {
    public static native hudson.model.Run<?, ?> fromExternalizableId(java.lang.String a)
            throws java.lang.IllegalArgumentException;

    public native java.util.List<hudson.model.Cause> getCauses();

    public native long getDuration();

    public native hudson.EnvVars getEnvironment(hudson.model.TaskListener a)
            throws java.io.IOException, java.lang.InterruptedException;

    public native java.lang.String getExternalizableId();

    public native java.lang.String getFullDisplayName();

    public native int getNumber();

    public native java.lang.String getDurationString();

    public native JobT getParent();

    public native RunT getPreviousBuild();

    public native hudson.model.Result getResult();

    public native java.io.File getRootDir();

    public final native long getStartTimeInMillis();

    public final native long getTimeInMillis();

    public native java.lang.String getUrl();

    public native boolean isBuilding();

    public native void save() throws java.io.IOException;

    public native void setResult(hudson.model.Result a);

    private Run() {}
}
