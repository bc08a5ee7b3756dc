package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface ModelObject {
    java.lang.String getDisplayName();
}
