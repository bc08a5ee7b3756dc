package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface DirectlyModifiableTopLevelItemGroup extends jenkins.model.ModifiableTopLevelItemGroup {}
