package jenkins.agents;

@SuppressWarnings({"rawtypes", "serial"})
public interface ControllerToAgentFileCallable<T> extends hudson.FilePath.FileCallable<T> {}
