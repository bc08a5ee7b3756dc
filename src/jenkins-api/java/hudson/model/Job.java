package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Job<JobT extends hudson.model.Job<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT>>
        extends hudson.model.AbstractItem implements hudson.ExtensionPoint {
    public native RunT getBuildByNumber(int a);

    public native RunT getLastBuild();

    private Job() {}
}
