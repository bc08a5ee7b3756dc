package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class UserProperty {
    private UserProperty() {}
}
