package org.jvnet.localizer;

@SuppressWarnings({"rawtypes", "serial"})
public class Localizable implements java.io.Serializable {
    public Localizable(org.jvnet.localizer.ResourceBundleHolder a, java.lang.String b, java.lang.Object... c) {}

    public native java.lang.String toString();

    public native java.lang.String toString(java.util.Locale a);
}
