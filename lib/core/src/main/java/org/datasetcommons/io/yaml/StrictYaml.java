package org.datasetcommons.io.yaml;

import static org.datasetcommons.CommonsException.invalid;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the part of YAML 1.2.2 that everybody reads the same way: one document of mappings, lists and scalars, without
 * anchors, aliases, merge keys, tags, directives or names that stand twice. A scalar without quotes is never
 * converted: it
 * comes out as {@link Node.Type#PLAIN} with its written text, so that {@code 1.10}, {@code no} and {@code 2024-01-01}
 * stay
 * what they are. The rules are in {@code docs/format/yaml.md}. Columns count characters (code points).
 *
 * <p>Every failure is a {@link CommonsException} of kind {@code INVALID_INPUT} that names file, line and column.
 */
public final class StrictYaml {
    /** The most bytes a document may have. */
    public static final int MAX_BYTES = 1 << 20;

    /** How deep lists and mappings may lie in each other. */
    public static final int MAX_DEPTH = 32;

    /** What YAML 1.2.2 section 10.3.2 (core schema) reads as null. */
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(MAX_BYTES + 1).build();

    private final String fileName;
    private final int[] characters;
    private final ParserImpl events;

    private StrictYaml(String fileName, String text) {
        this.fileName = fileName;
        this.characters = text.codePoints().toArray();
        this.events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
    }

    /** Reads the one document that these bytes hold. */
    public static Node read(String fileName, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw invalid(new Place(fileName, 0, 0).prefix() + "too large: " + bytes.length + " bytes, the limit is "
                    + MAX_BYTES);
        }
        String text = StrictText.decode(fileName, 1, bytes);
        YamlCharacters.check(fileName, text);
        try {
            return new StrictYaml(fileName, text).document();
        } catch (MarkedYamlEngineException e) {
            throw malformed(fileName, e);
        } catch (YamlEngineException e) {
            String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be read");
            throw invalid(new Place(fileName, 0, 0).prefix() + "malformed YAML: " + said, e);
        }
    }

    /** Reads a document whose content is a mapping. */
    public static Node.Fields readFields(String fileName, byte[] bytes) {
        return read(fileName, bytes).asFields();
    }

    private static CommonsException malformed(String fileName, MarkedYamlEngineException e) {
        Place at = place(fileName, e.getProblemMark().or(e::getContextMark));
        var error = invalid(at.prefix() + "malformed YAML: " + e.getProblem(), e);
        if (e.getProblem().startsWith("mapping values are not allowed")) {
            error.hint("put a text that holds ': ' in quotes, and check the indentation");
        }
        return error;
    }

    private static Place place(String fileName, Optional<Mark> mark) {
        return mark.map(m -> new Place(fileName, m.getLine() + 1, m.getColumn() + 1))
                .orElse(new Place(fileName, 0, 0));
    }

    private Place at(Event event) {
        return place(fileName, event.getStartMark());
    }

    private Node document() {
        events.next();
        Event start = events.next();
        if (!(start instanceof DocumentStartEvent opening)) {
            throw emptyDocument();
        }
        if (opening.getSpecVersion().isPresent() || !opening.getTags().isEmpty()) {
            throw invalid(at(start).prefix() + "directives (lines that start with %) are not allowed")
                    .hint("delete the line; the file is read as YAML 1.2");
        }
        Event first = events.next();
        if (first instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty()
                && scalar.getAnchor().isEmpty()
                && scalar.getTag().isEmpty()) {
            throw emptyDocument();
        }
        Node node = node(first, 1);
        events.next();
        Event end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw invalid(at(end).prefix() + "a second document in the file")
                    .hint("keep one document a file; delete the line '---'");
        }
        return node;
    }

    private CommonsException emptyDocument() {
        return invalid(new Place(fileName, 1, 1).prefix() + "empty document")
                .hint("an empty mapping is written '{}', an empty list '[]'");
    }

    private Node node(Event event, int depth) {
        if (event instanceof ScalarEvent scalar) {
            refuseProperties(scalar, scalar.getTag());
            return scalar(scalar);
        }
        if (!(event instanceof CollectionStartEvent start)) {
            throw alias(event);
        }
        refuseProperties(start, start.getTag());
        if (depth > MAX_DEPTH) {
            throw invalid(at(event).prefix() + "nested deeper than " + MAX_DEPTH + " levels");
        }
        return start instanceof MappingStartEvent ? fields(start, depth) : items(start, depth);
    }

    private CommonsException alias(Event event) {
        String name = event instanceof AliasEvent alias ? " '*" + alias.getAlias() + "'" : "";
        return invalid(at(event).prefix() + "alias" + name + " is not allowed")
                .hint("write the value out where it is used");
    }

    private void refuseProperties(NodeEvent event, Optional<String> tag) {
        if (event.getAnchor().isPresent()) {
            throw invalid(at(event).prefix() + "anchor '&" + event.getAnchor().get() + "' is not allowed")
                    .hint("write the value out where it is used; a text that starts with & goes in quotes");
        }
        if (tag.isPresent()) {
            throw invalid(at(event).prefix() + "tag '" + tag.get() + "' is not allowed")
                    .hint("delete the tag; a text that starts with ! goes in quotes");
        }
    }

    private Node scalar(ScalarEvent event) {
        Place at = at(event);
        String text = StrictText.wellFormed(event.getValue(), at);
        if (!event.isPlain()) {
            YamlCharacters.checkEscaped(text, at);
            return new Node.Scalar(text, Node.Type.TEXT, at);
        }
        YamlCharacters.checkPlain(text, at);
        return new Node.Scalar(text, NULLS.contains(text) ? Node.Type.NULL : Node.Type.PLAIN, at);
    }

    private Node items(CollectionStartEvent start, int depth) {
        var values = new ArrayList<Node>();
        for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
            values.add(node(e, depth + 1));
        }
        return new Node.Items(values, at(start));
    }

    private Node fields(CollectionStartEvent start, int depth) {
        var values = new LinkedHashMap<String, Node>();
        var seen = new HashMap<String, Key>();
        for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
            Key key = key(e);
            refuseDuplicate(key, seen);
            values.put(key.text(), node(events.next(), depth + 1));
        }
        return new Node.Fields(values, at(start));
    }

    private record Key(String text, Place at) {}

    private Key key(Event event) {
        Place at = at(event);
        if (event instanceof AliasEvent) {
            throw alias(event);
        }
        if (!(event instanceof ScalarEvent scalar)) {
            throw invalid(at.prefix() + "a list or mapping cannot be a field name")
                    .hint("a field name is a text on one line");
        }
        refuseProperties(scalar, scalar.getTag());
        if (markedByQuestion(scalar)
                || at.line() != scalar.getEndMark().orElseThrow().getLine() + 1) {
            throw invalid(at.prefix() + "field name is not written as 'name: value'")
                    .hint("a field name is a text on one line, without '? ' before it");
        }
        String name = scalar.getValue();
        if (scalar.isPlain() && NULLS.contains(name)) {
            throw invalid(at.prefix() + "field without a name").hint("put the name 'null' in quotes if it is meant");
        }
        if (name.equals("<<")) {
            throw invalid(at.prefix() + "merge key '<<' is not allowed")
                    .hint("write the fields out where they are used");
        }
        StrictText.wellFormed(name, at);
        YamlCharacters.checkName(name, at);
        return new Key(name, at);
    }

    /**
     * Whether the key is written with the explicit indicator {@code ?} (YAML 1.2.2 section 8.2.2), which events hide.
     */
    private boolean markedByQuestion(ScalarEvent key) {
        int i = key.getStartMark().orElseThrow().getIndex() - 1;
        while (i >= 0 && Character.isWhitespace(characters[i])) {
            i--;
        }
        return i >= 0 && characters[i] == '?' && (i == 0 || " \t\n-?:,[{".indexOf(characters[i - 1]) >= 0);
    }

    private static void refuseDuplicate(Key key, Map<String, Key> seen) {
        String folded = Normalizer.normalize(key.text(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        Key first = seen.putIfAbsent(folded, key);
        if (first == null) {
            return;
        }
        String where = " (first on line " + first.at().line() + ")";
        if (first.text().equals(key.text())) {
            throw invalid(key.at().prefix() + "field '" + key.text() + "' stands twice" + where)
                    .hint("keep one of the two");
        }
        throw invalid(key.at().prefix() + "field '" + key.text() + "' differs from '" + first.text()
                        + "' only in case or in how its accents are encoded" + where)
                .hint("keep one of the two");
    }
}
