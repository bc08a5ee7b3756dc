package io.jenkins.plugins.aviary.jenkins.step;

import hudson.model.Descriptor;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * What all objects among steps' parameters have in common for forms.
 *
 * @param <T> the object's class
 */
public abstract class OperationObjectDescriptor<T extends OperationObject<T>> extends Descriptor<T> {
    private final List<String> lists;
    private final List<String> maps;

    /**
     * An object.
     *
     * @param lists its parameters that are lists of texts, one a line in the form
     * @param maps its parameters that are texts by name, {@code NAME=VALUE} on each line of the form
     */
    protected OperationObjectDescriptor(List<String> lists, List<String> maps) {
        this.lists = List.copyOf(lists);
        this.maps = List.copyOf(maps);
    }

    @Override
    public final T newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        Map<String, Map<String, String>> given = FormChecks.split(form, lists, maps);
        T object = super.newInstance(request, form);
        given.forEach(object::setMap);
        return object;
    }
}
