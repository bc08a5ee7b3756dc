package jenkins.util;

@SuppressWarnings({"rawtypes", "serial"})
public class SystemProperties {
    private SystemProperties() {}
}
