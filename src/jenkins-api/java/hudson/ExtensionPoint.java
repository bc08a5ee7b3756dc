package hudson;

@SuppressWarnings({"rawtypes", "serial"})
public interface ExtensionPoint {}
