package jenkins.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface RunAction2 extends hudson.model.Action {
    void onAttached(hudson.model.Run<?, ?> a);

    void onLoad(hudson.model.Run<?, ?> a);
}
