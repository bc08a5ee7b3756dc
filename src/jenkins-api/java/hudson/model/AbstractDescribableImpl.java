package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class AbstractDescribableImpl<T extends hudson.model.AbstractDescribableImpl<T>>
        implements hudson.model.Describable<T> {
    public AbstractDescribableImpl() {}
}
