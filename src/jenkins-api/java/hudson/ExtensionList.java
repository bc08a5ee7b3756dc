package hudson;

@SuppressWarnings({"rawtypes", "serial"})
public class ExtensionList<T> extends java.util.AbstractList<T> {
    public native T get(int a);

    public native <U extends T> U get(java.lang.Class<U> a);

    public static native <U> U lookupFirst(java.lang.Class<U> a);

    public static native <U> U lookupSingleton(java.lang.Class<U> a);

    public native int size();

    private ExtensionList() {}
}
