package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface ModifiableTopLevelItemGroup {}
