package jenkins.tasks;

@SuppressWarnings({"rawtypes", "serial"})
public interface SimpleBuildStep {}
