package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface TopLevelItem
        extends hudson.model.Item, hudson.ExtensionPoint, hudson.model.Describable<hudson.model.TopLevelItem> {}
