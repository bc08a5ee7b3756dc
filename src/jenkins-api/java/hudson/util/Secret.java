package hudson.util;

@SuppressWarnings({"rawtypes", "serial"})
public final class Secret implements java.io.Serializable {
    public static native hudson.util.Secret fromString(java.lang.String a);

    public native java.lang.String getPlainText();

    public static native java.lang.String toString(hudson.util.Secret a);

    private Secret() {}
}
