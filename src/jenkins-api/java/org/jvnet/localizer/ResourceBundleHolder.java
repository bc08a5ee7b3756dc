package org.jvnet.localizer;

@SuppressWarnings({"rawtypes", "serial"})
public final class ResourceBundleHolder implements java.io.Serializable {
    public native java.lang.String format(java.lang.String a, java.lang.Object... b);

    public static native org.jvnet.localizer.ResourceBundleHolder get(java.lang.Class<?> a);

    public native java.util.ResourceBundle get(java.util.Locale a);

    private ResourceBundleHolder() {}
}
