package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface RootAction extends hudson.model.Action, hudson.ExtensionPoint {
    default boolean isPrimaryAction() {
        throw new UnsupportedOperationException();
    }
}
