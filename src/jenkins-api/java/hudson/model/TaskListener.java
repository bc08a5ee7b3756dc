package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface TaskListener {
    public static final hudson.model.TaskListener NULL = null;

    default java.io.PrintWriter error(java.lang.String a) {
        throw new UnsupportedOperationException();
    }

    java.io.PrintStream getLogger();
}
