package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class CauseOfInterruption implements java.io.Serializable {
    public CauseOfInterruption() {}

    public abstract java.lang.String getShortDescription();
}
