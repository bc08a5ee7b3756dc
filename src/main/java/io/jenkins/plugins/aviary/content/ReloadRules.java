package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which reload takes up a changed file, by its path in a release. The words are those of the servers' own
 * {@code /reload} (Canary: {@code data/scripts/talkactions/god/reload.lua}; The Forgotten Server: {@code src/const.h}).
 */
final class ReloadRules {
    /** What SIGHUP reloads (Canary and TFS: {@code src/server/signals.cpp}, {@code src/signals.cpp}). */
    private static final Set<String> CANARY_HANGUP = Set.of("raids", "items", "mounts", "events", "chat", "core");

    private static final Set<String> TFS_HANGUP = Set.of(
            "actions",
            "creaturescripts",
            "movements",
            "npcs",
            "raids",
            "monsters",
            "spells",
            "talkactions",
            "items",
            "weapons",
            "mounts",
            "globalevents",
            "events",
            "chat",
            "global");

    /** A reload of scripts does these as well. */
    private static final Set<String> WITHIN_SCRIPTS = Set.of("monsters", "npcs", "items");

    private static final Pattern IRRELEVANT =
            Pattern.compile("(?i).*\\.(?:md|txt)|(?:.*/)?LICENSE|data/aviary/reload\\..*|.*/\\.[^/]*|\\.[^/]*");
    private static final Map<Pattern, String> CANARY = rules(
            "PACK/lib/.*|data/libs/.*|data/(?:core|global|stages)\\.lua",
            "core",
            "PACK/scripts/.*\\.lua",
            "scripts",
            "PACK/monster/.*\\.lua",
            "monsters",
            "PACK/npc/.*\\.lua|data/npclib/.*\\.lua",
            "npcs",
            "PACK/raids/.*",
            "raids",
            "data/events/.*",
            "events",
            "data/chatchannels/.*",
            "chat",
            "data/modules/.*",
            "modules",
            "data/items/(?:items\\.xml|[^/]*\\.lua)",
            "items",
            "data/XML/mounts\\.xml",
            "mounts",
            "data/XML/outfits\\.xml",
            "outfits",
            "data/XML/familiars\\.xml",
            "familiars",
            "data/XML/groups\\.xml",
            "groups",
            "data/XML/imbuements\\.xml",
            "imbuements",
            "data/XML/vocations\\.xml",
            "vocations");
    private static final Map<Pattern, String> TFS = rules(
            "data/lib/.*|data/global\\.lua",
            "global",
            "data/scripts/.*\\.lua",
            "scripts",
            "data/actions/.*",
            "actions",
            "data/creaturescripts/.*",
            "creaturescripts",
            "data/globalevents/.*",
            "globalevents",
            "data/movements/.*",
            "movements",
            "data/talkactions/.*",
            "talkactions",
            "data/spells/.*",
            "spells",
            "data/weapons/.*",
            "weapons",
            "data/monster/.*",
            "monsters",
            "data/npc/.*",
            "npcs",
            "data/raids/.*",
            "raids",
            "data/events/.*",
            "events",
            "data/chatchannels/.*",
            "chat",
            "data/items/items\\.xml",
            "items",
            "data/XML/mounts\\.xml",
            "mounts",
            "data/XML/quests\\.xml",
            "quests");

    private final boolean tfs;
    private final Map<Pattern, String> rules;

    /**
     * The rules of one kind of server.
     *
     * @throws InvalidParameter if it is of a kind whose reloads nobody knows
     */
    ReloadRules(ServerConfig config) {
        if (config.dialect() == Dialect.GENERIC) {
            throw new InvalidParameter("aviary.yml says server.dialect: generic, and how such a server reloads is not"
                    + " known; deliver a release instead, or set the dialect to canary or tfs.");
        }
        this.tfs = config.dialect() == Dialect.TFS;
        String packs = "(?:data|" + Pattern.quote(config.dataPack()) + ")";
        Map<Pattern, String> filled = new LinkedHashMap<>();
        (tfs ? TFS : CANARY)
                .forEach((pattern, word) ->
                        filled.put(Pattern.compile(pattern.pattern().replace("PACK", packs)), word));
        this.rules = filled;
    }

    private static Map<Pattern, String> rules(String... patternsAndWords) {
        Map<Pattern, String> rules = new LinkedHashMap<>();
        for (int i = 0; i < patternsAndWords.length; i += 2) {
            rules.put(Pattern.compile(patternsAndWords[i]), patternsAndWords[i + 1]);
        }
        return rules;
    }

    /** The reload that takes up a file, or nothing if only a restart does. */
    Optional<String> reloadOf(String path) {
        return rules.entrySet().stream()
                .filter(rule -> rule.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether no server ever reads a file. */
    boolean isIrrelevant(String path) {
        return IRRELEVANT.matcher(path).matches();
    }

    /** The reloads that take up all of some, in the order in which they are made: libraries before what uses them. */
    List<String> inOrder(Set<String> wanted) {
        Set<String> needed = new TreeSet<>(wanted);
        if (!tfs && needed.contains("scripts")) {
            needed.removeAll(WITHIN_SCRIPTS);
        }
        return rules.values().stream().filter(needed::contains).toList();
    }

    /** Whether SIGHUP makes all of these reloads. */
    boolean byHangup(List<String> reloads) {
        return (tfs ? TFS_HANGUP : CANARY_HANGUP).containsAll(reloads);
    }
}
