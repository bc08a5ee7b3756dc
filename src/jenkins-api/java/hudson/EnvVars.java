package hudson;

@SuppressWarnings({"rawtypes", "serial"})
public class EnvVars extends java.util.TreeMap<java.lang.String, java.lang.String> {
    public EnvVars() {}

    public EnvVars(hudson.EnvVars a) {}

    public EnvVars(java.util.Map<java.lang.String, java.lang.String> a) {}

    public EnvVars(java.lang.String... a) {}
}
