package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface PersistentDescriptor {}
