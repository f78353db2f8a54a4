package io.waybill.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes a tree of {@link YamlNode} out of one YAML document. Used once. Confined to the reading thread.
 *
 * <p>It composes from the parser's events and not with the library's composer: that one follows any depth of nesting,
 * and forgets where an alias stood.
 */
final class YamlTree {

    static final int MAX_DEPTH = 32;
    static final int MAX_NODES = 1_000_000;
    static final int MAX_ALIAS_NODES = 100_000;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final String MERGE = "<<";

    /** The keys that lead to the list that a file with servers is. */
    static final String LIST = "servers";

    private final String file;
    private final String rootPath;
    private final Environment environment;
    private final Problems problems;
    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Set<String> openAnchors = new HashSet<>();
    private int nodes;
    private int aliasNodes;

    private YamlTree(String file, String rootPath, String text, Environment environment, Problems problems) {
        this.file = file;
        this.rootPath = rootPath;
        this.environment = environment;
        this.problems = problems;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** The document of a file, or null if there is none that can be understood: then there is a problem that says so. */
    static @Nullable YamlNode read(String file, String text, Environment environment, Problems problems) {
        return read(file, "", text, environment, problems);
    }

    /** The same for a file that holds nothing but a list of servers. */
    static @Nullable YamlNode readList(String file, String text, Environment environment, Problems problems) {
        return read(file, LIST, text, environment, problems);
    }

    private static @Nullable YamlNode read(
            String file, String rootPath, String text, Environment environment, Problems problems) {
        problems.begin(file);
        YamlTree tree = new YamlTree(file, rootPath, text, environment, problems);
        try {
            return tree.document();
        } catch (Refused refused) {
            problems.add(refused.problem);
        } catch (YamlEngineException notYaml) {
            problems.add(YamlFault.of(notYaml, file, text));
        }
        return null;
    }

    private @Nullable YamlNode document() {
        events.next();
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            return empty();
        }
        YamlNode root = node(events.next(), rootPath, 1);
        events.next();
        Event second = events.next();
        if (second.getEventId() != Event.ID.StreamEnd) {
            problems.add(new Problem(
                    place(second),
                    YamlFault.PATH,
                    "a second document",
                    "one document in a file",
                    "remove the line --- and what follows, or put it into a file of its own"));
        }
        if (root instanceof YamlNode.Scalar scalar && scalar.nothing()) {
            return empty();
        }
        return root;
    }

    private @Nullable YamlNode empty() {
        problems.add(rootPath.isEmpty() ? YamlFault.empty(file) : YamlFault.emptyList(file));
        return null;
    }

    private YamlNode node(Event event, String path, int depth) {
        Place place = place(event);
        if (++nodes > MAX_NODES) {
            throw refused(place, path, "more than " + MAX_NODES + " values", "fewer", "split the configuration");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias.getAlias().getValue(), place, path);
        }
        refuseTag(event, place, path);
        String anchor = event instanceof NodeEvent node && node.getAnchor().isPresent()
                ? node.getAnchor().get().getValue()
                : null;
        if (anchor != null) {
            openAnchors.add(anchor);
        }
        int before = nodes + aliasNodes;
        YamlNode node = event instanceof ScalarEvent scalar
                ? scalar(scalar, place, path)
                : collection(event, place, path, depth);
        if (anchor != null) {
            openAnchors.remove(anchor);
            anchors.put(anchor, new Anchored(node, 1 + nodes + aliasNodes - before));
        }
        return node;
    }

    private YamlNode collection(Event event, Place place, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused(
                    place, path, "more than " + MAX_DEPTH + " levels", "fewer", "take out what is nested this deep");
        }
        return event.getEventId() == Event.ID.SequenceStart
                ? sequence(place, path, depth)
                : mapping(place, path, depth);
    }

    private YamlNode sequence(Place place, String path, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, path + "[" + items.size() + "]", depth + 1));
        }
        return new YamlNode.Sequence(place, items);
    }

    private YamlNode mapping(Place place, String path, int depth) {
        YamlMapping mapping = new YamlMapping(place, path, problems);
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (event instanceof ScalarEvent key) {
                String name = key.getValue();
                YamlNode value = node(events.next(), Value.join(path, name), depth + 1);
                if (key.isPlain() && name.equals(MERGE)) {
                    mapping.merge(place(key), value);
                } else {
                    mapping.put(place(key), name, value);
                }
            } else {
                problems.add(new Problem(
                        place(event),
                        path.isEmpty() ? YamlFault.PATH : path,
                        "a key that is not a text",
                        "a text",
                        "write the key as a word, or quote values that begin with { or ["));
                node(event, path, depth + 1);
                node(events.next(), path, depth + 1);
            }
        }
        return mapping.finish();
    }

    private YamlNode scalar(ScalarEvent event, Place place, String path) {
        String written = event.getValue();
        boolean nothing = event.isPlain() && NULLS.contains(written);
        if (written.indexOf("${") < 0) {
            return new YamlNode.Scalar(place, written, event.isPlain(), nothing);
        }
        try {
            return new YamlNode.Scalar(place, environment.fill(written), true, false);
        } catch (Environment.Unfilled unfilled) {
            problems.add(unfilled.at(place, path));
            return new YamlNode.Unknown(place);
        }
    }

    private YamlNode aliased(String name, Place place, String path) {
        Anchored anchored = anchors.get(name);
        if (anchored == null || openAnchors.contains(name)) {
            String alias = SecretReader.isSecret(path) ? "an alias" : "the alias *" + name;
            String found = openAnchors.contains(name) ? alias + " inside itself" : alias;
            throw refused(
                    place,
                    path,
                    found,
                    "an anchor of that name before it",
                    "define the anchor first, or quote the text");
        }
        if (anchored.size > MAX_ALIAS_NODES - aliasNodes) {
            throw refused(
                    place,
                    path,
                    "aliases that stand for more than " + MAX_ALIAS_NODES + " values",
                    "fewer",
                    "write the values out, or use fewer aliases of aliases");
        }
        aliasNodes += anchored.size;
        return anchored.node;
    }

    private void refuseTag(Event event, Place place, String path) {
        String tag = null;
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag().orElse(null);
        } else if (event instanceof CollectionStartEvent collection) {
            tag = collection.getTag().orElse(null);
        }
        if (tag != null) {
            problems.add(new Problem(
                    place,
                    path.isEmpty() ? YamlFault.PATH : path,
                    SecretReader.isSecret(path) ? "a tag" : "the tag " + Shown.text(tag),
                    "no tag",
                    "remove it, or quote the text"));
        }
    }

    private Refused refused(Place place, String path, String found, String expected, String remedy) {
        return new Refused(new Problem(place, path.isEmpty() ? YamlFault.PATH : path, found, expected, remedy));
    }

    private Place place(Event event) {
        return event.getStartMark()
                .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Place(file, 1, 1));
    }

    private record Anchored(YamlNode node, int size) {}

    /** Ends the reading of a file that is not worth reading on. */
    private static final class Refused extends RuntimeException {

        private final transient Problem problem;

        Refused(Problem problem) {
            super(problem.toString(), null, false, false);
            this.problem = problem;
        }
    }
}
