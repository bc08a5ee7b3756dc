package hudson.model;

public interface ModelObject {
    java.lang.String getDisplayName();
}
