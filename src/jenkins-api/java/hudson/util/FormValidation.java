package hudson.util;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class FormValidation extends java.io.IOException implements org.kohsuke.stapler.HttpResponse {
    public static native hudson.util.FormValidation error(java.lang.String a);

    public static native hudson.util.FormValidation ok();

    public static native hudson.util.FormValidation ok(java.lang.String a);

    public static native hudson.util.FormValidation warning(java.lang.String a);

    private FormValidation() {}
}
