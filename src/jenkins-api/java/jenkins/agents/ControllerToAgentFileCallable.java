package jenkins.agents;

@SuppressWarnings({"rawtypes", "serial"})
public interface ControllerToAgentFileCallable<T> extends hudson.FilePath.FileCallable<T> {
    default void checkRoles(org.jenkinsci.remoting.RoleChecker a) throws java.lang.SecurityException {
        throw new UnsupportedOperationException();
    }
}
