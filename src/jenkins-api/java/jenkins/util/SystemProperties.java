package jenkins.util;

public class SystemProperties {
    private SystemProperties() {}
}
