package hudson;

@SuppressWarnings({"rawtypes", "serial"})
public final class FilePath {
    public FilePath(hudson.remoting.VirtualChannel a, java.lang.String b) {}

    public native <T> T act(hudson.FilePath.FileCallable<T> a)
            throws java.io.IOException, java.lang.InterruptedException;

    public native hudson.FilePath child(java.lang.String a);

    public native void chmod(int a) throws java.io.IOException, java.lang.InterruptedException;

    public native void copyFrom(java.io.InputStream a) throws java.io.IOException, java.lang.InterruptedException;

    public native void deleteRecursive() throws java.io.IOException, java.lang.InterruptedException;

    public native boolean exists() throws java.io.IOException, java.lang.InterruptedException;

    public native hudson.remoting.VirtualChannel getChannel();

    public native hudson.FilePath getParent();

    public native java.lang.String getRemote();

    public native boolean isDirectory() throws java.io.IOException, java.lang.InterruptedException;

    public native long length() throws java.io.IOException, java.lang.InterruptedException;

    public native void mkdirs() throws java.io.IOException, java.lang.InterruptedException;

    public native java.io.InputStream read() throws java.io.IOException, java.lang.InterruptedException;

    public native hudson.model.Computer toComputer();

    public native void write(java.lang.String a, java.lang.String b)
            throws java.io.IOException, java.lang.InterruptedException;

    public interface FileCallable<T> extends java.io.Serializable, org.jenkinsci.remoting.RoleSensitive {
        T invoke(java.io.File a, hudson.remoting.VirtualChannel b)
                throws java.io.IOException, java.lang.InterruptedException;
    }
}
