package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface Describable<T extends hudson.model.Describable<T>> {
    default hudson.model.Descriptor<T> getDescriptor() {
        throw new UnsupportedOperationException();
    }
}
