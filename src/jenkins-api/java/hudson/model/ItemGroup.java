package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface ItemGroup<T extends hudson.model.Item> {
    default <T extends hudson.model.Item> java.util.List<T> getAllItems(java.lang.Class<T> a) {
        throw new UnsupportedOperationException();
    }
}
