package jenkins.agents;

@SuppressWarnings({"rawtypes", "serial"})
public interface ControllerToAgentCallable<V, T extends java.lang.Throwable> extends hudson.remoting.Callable<V, T> {
    default void checkRoles(org.jenkinsci.remoting.RoleChecker a) throws java.lang.SecurityException {
        throw new UnsupportedOperationException();
    }
}
