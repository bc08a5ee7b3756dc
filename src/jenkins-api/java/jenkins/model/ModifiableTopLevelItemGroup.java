package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface ModifiableTopLevelItemGroup extends hudson.model.ModifiableItemGroup<hudson.model.TopLevelItem> {}
