package hudson.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public interface VirtualChannel {}
