package hudson.console;

@SuppressWarnings({"rawtypes", "serial"})
public class ModelHyperlinkNote {
    public static native java.lang.String encodeTo(java.lang.String a, java.lang.String b);

    private ModelHyperlinkNote() {}
}
