package jenkins.tasks;

public interface SimpleBuildStep {}
