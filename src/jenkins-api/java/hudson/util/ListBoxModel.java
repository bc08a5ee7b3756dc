package hudson.util;

@SuppressWarnings({"rawtypes", "serial"})
public class ListBoxModel extends java.util.ArrayList implements org.kohsuke.stapler.HttpResponse {
    public ListBoxModel() {}

    public native void add(java.lang.String a, java.lang.String b);
}
