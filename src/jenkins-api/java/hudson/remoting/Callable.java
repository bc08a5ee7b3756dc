package hudson.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public interface Callable<V, T extends java.lang.Throwable>
        extends java.io.Serializable, org.jenkinsci.remoting.RoleSensitive {
    V call() throws java.lang.Throwable;
}
