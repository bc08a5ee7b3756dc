package hudson.model.listeners;

@SuppressWarnings({"rawtypes", "serial"})
public class ItemListener implements hudson.ExtensionPoint {
    public ItemListener() {}

    public native void onBeforeShutdown();

    public native void onLoaded();
}
