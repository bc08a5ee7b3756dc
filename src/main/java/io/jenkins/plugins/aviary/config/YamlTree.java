package io.jenkins.plugins.aviary.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a YAML text into a tree that keeps line numbers. The text is hostile: size and depth are bounded. */
final class YamlTree {
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 20;

    private final String file;
    private final YAMLParser parser;

    private YamlTree(String file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads a text.
     *
     * @param file the name to use in messages
     * @throws InvalidParameter if it is not YAML, naming the line
     */
    static YamlNode read(String file, String text) {
        if (text.length() > LARGEST) {
            throw new InvalidParameter(file + " is larger than 1 MiB; a configuration of that size is a mistake.");
        }
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            YamlTree tree = new YamlTree(file, parser);
            if (parser.nextToken() == null) {
                return new YamlNode.Mapping(Map.of(), 1);
            }
            YamlNode root = tree.node(0);
            if (parser.nextToken() != null) {
                throw tree.error("a second YAML document begins; only one is expected");
            }
            return root;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().lines().findFirst().orElse("not YAML");
            throw new InvalidParameter(file + ":" + line + ": this is not valid YAML: " + reason, e);
        } catch (IOException e) {
            throw new InvalidParameter(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private YamlNode node(int depth) throws IOException {
        if (depth > DEEPEST) {
            throw error("sections are nested more than " + DEEPEST + " deep");
        }
        if (parser.isCurrentAlias()) {
            throw error("aliases are not supported; write the value out");
        }
        int line = line();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(depth, line);
        } else if (token == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(depth + 1));
            }
            return new YamlNode.Sequence(items, line);
        }
        return token == JsonToken.VALUE_NULL
                ? new YamlNode.Scalar("", false, line)
                : new YamlNode.Scalar(parser.getText(), token == JsonToken.VALUE_STRING, line);
    }

    private YamlNode mapping(int depth, int line) throws IOException {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = line();
            if (entries.containsKey(key)) {
                throw error("the key '" + key + "' is given twice; it was on line "
                        + entries.get(key).line() + " before");
            }
            parser.nextToken();
            entries.put(key, new YamlNode.Entry(node(depth + 1), keyLine));
        }
        return new YamlNode.Mapping(entries, line);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private InvalidParameter error(String reason) {
        return new InvalidParameter(file + ":" + line() + ": " + reason + ".");
    }
}
