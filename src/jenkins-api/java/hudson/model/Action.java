package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface Action extends hudson.model.ModelObject {
    java.lang.String getDisplayName();

    java.lang.String getIconFileName();

    java.lang.String getUrlName();
}
