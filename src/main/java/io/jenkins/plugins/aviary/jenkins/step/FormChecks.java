package io.jenkins.plugins.aviary.jenkins.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.aviary.jenkins.CredentialChoices;
import io.jenkins.plugins.aviary.operation.Durations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;

/** Fills and checks the fields of forms; tells whoever may not configure the job nothing. */
final class FormChecks {
    private FormChecks() {}

    /** Whether a text is a length of time. */
    static FormValidation duration(Item item, String value, boolean needed) {
        if (value == null || value.isBlank()) {
            return needed ? required(item, value) : FormValidation.ok();
        }
        if (!CredentialChoices.mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            Durations.parse(value);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Whether a text that must be given is there. */
    static FormValidation required(Item item, String value) {
        boolean missing = value == null || value.isBlank();
        return missing && CredentialChoices.mayConfigure(item)
                ? FormValidation.error(Messages.FormChecks_required())
                : FormValidation.ok();
    }

    /** The constants to choose from, and only the present one for whoever may not configure the job. */
    static ListBoxModel choices(Item item, String current, String... constants) {
        ListBoxModel model = new ListBoxModel();
        if (!CredentialChoices.mayConfigure(item)) {
            model.add(current, current);
            return model;
        }
        model.add(Messages.FormChecks_default(), "");
        for (String constant : constants) {
            model.add(constant, constant);
        }
        return model;
    }

    /** The credentials that can be chosen, for whoever may choose one. */
    static ListBoxModel credentials(Item item, String current) {
        return CredentialChoices.of(item, current);
    }

    /**
     * Brings lists, which a form gives as a text with one item a line, into their form, and takes maps out of it.
     *
     * @return the maps, whose lines are {@code NAME=VALUE}
     */
    static Map<String, Map<String, String>> split(JSONObject form, List<String> lists, List<String> maps) {
        for (String name : lists) {
            if (form.get(name) instanceof String text) {
                JSONArray items = new JSONArray();
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(items::add);
                form.put(name, items);
            }
        }
        Map<String, Map<String, String>> given = new LinkedHashMap<>();
        for (String name : maps) {
            if (form.remove(name) instanceof String text) {
                given.put(name, entries(text));
            }
        }
        return given;
    }

    private static Map<String, String> entries(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        text.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            entries.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        });
        return entries;
    }
}
