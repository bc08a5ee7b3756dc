package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface ModifiableItemGroup<T extends hudson.model.Item> extends hudson.model.ItemGroup<T> {}
