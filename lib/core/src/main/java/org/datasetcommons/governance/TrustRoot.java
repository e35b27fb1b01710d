package org.datasetcommons.governance;

import static org.datasetcommons.CommonsException.invalid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.contributor.Times;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.provenance.Statement;

/**
 * Who may do what in a dataset, as {@code trust/<N>.root.json} states it: the root metadata of TUF (specification section
 * 4.3) without online roles. Version N+1 is signed by the thresholds of N and of itself. The dataset's id is the digest of
 * version 1.
 *
 * @param previous digest of the file before; empty for version 1
 * @param charter digest of the charter that was in force when this was signed
 */
public record TrustRoot(
        String name,
        long version,
        Optional<Digest> previous,
        Digest charter,
        SortedMap<Role, RoleHolders> roles,
        Instant created) {
    public static final String PREDICATE = Statement.BASE + "root/v1";
    /** The folder of roots. */
    public static final String FOLDER = "trust";

    /** What can be entrusted. */
    public enum Role {
        /** Changes the roles. */
        ROOT("root"),
        /** Merges contributions and changes the charter. */
        MAINTAIN("maintain"),
        /** Signs releases. */
        RELEASE("release"),
        /** Signs the log. */
        LOG("log");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** A person in a role, by the keys with which they act in it. */
    public record Holder(Handle person, List<PublicKey> keys) {
        public Holder {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw invalid(person + " holds a role without a key");
            }
        }
    }

    /** Persons and how many of them must sign. Thresholds count persons, not keys. */
    public record RoleHolders(int threshold, List<Holder> holders) {
        public RoleHolders {
            holders = List.copyOf(holders);
            long persons = holders.stream().map(Holder::person).distinct().count();
            if (persons != holders.size()) {
                throw invalid("a role lists a person twice");
            }
            long keys =
                    holders.stream().flatMap(h -> h.keys().stream()).distinct().count();
            if (keys != holders.stream().mapToLong(h -> h.keys().size()).sum()) {
                throw invalid("two persons in a role share a key");
            }
            if (threshold < 1 || threshold > persons) {
                throw invalid("a role of " + persons + " persons cannot have the threshold " + threshold);
            }
        }

        /** The persons whose keys these are. */
        public SortedSet<Handle> persons(Iterable<PublicKey> keys) {
            var persons = new TreeSet<Handle>();
            for (var key : keys) {
                holders.stream().filter(h -> h.keys().contains(key)).forEach(h -> persons.add(h.person()));
            }
            return persons;
        }

        /** Whether enough distinct persons stand behind these keys. */
        public boolean isMetBy(Iterable<PublicKey> keys) {
            return persons(keys).size() >= threshold;
        }
    }

    public TrustRoot {
        roles = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(roles));
        for (var role : Role.values()) {
            if (!roles.containsKey(role)) {
                throw invalid("root names nobody for the role '" + role + "'");
            }
        }
        if (version < 1 || version > 1024 || (version == 1) != previous.isEmpty()) {
            throw invalid("root version " + version + " has " + (previous.isEmpty() ? "no" : "a") + " predecessor");
        }
    }

    /** The file of a version. */
    public static String file(long version) {
        return FOLDER + "/" + version + ".root.json";
    }

    /** The file with this person's signature of a version. */
    public static String signatureFile(long version, Handle person) {
        return file(version) + "." + person + ".sig";
    }

    /** A first root with one person in every role. */
    public static TrustRoot first(String name, Digest charter, Handle person, PublicKey key, Instant created) {
        var alone = new RoleHolders(1, List.of(new Holder(person, List.of(key))));
        var roles = new TreeMap<Role, RoleHolders>();
        for (var role : Role.values()) {
            roles.put(role, alone);
        }
        return new TrustRoot(name, 1, Optional.empty(), charter, roles, created);
    }

    /** The keys with which a person acts in any role; none of whom none is given. */
    public Set<PublicKey> keysOf(Handle person) {
        return roles.values().stream()
                .flatMap(role -> role.holders().stream())
                .filter(holder -> holder.person().equals(person))
                .flatMap(holder -> holder.keys().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The person who acts with this key in any role. */
    public Optional<Handle> findPerson(PublicKey key) {
        return roles.values().stream()
                .flatMap(role -> role.persons(List.of(key)).stream())
                .findFirst();
    }

    public RoleHolders role(Role role) {
        return roles.get(role);
    }

    /**
     * What follows this root when a person has ended one of their keys, in words. A person signs a root once, with one key:
     * where nobody else can change the roles, it takes one root to bring their next key and one more to leave the old.
     */
    public String successorWithout(Handle person, PublicKey ended) {
        var holders = role(Role.ROOT).holders();
        boolean areOthersEnough = holders.stream()
                        .filter(holder -> !holder.person().equals(person))
                        .count()
                >= role(Role.ROOT).threshold();
        boolean isOnlyKey = holders.stream()
                .anyMatch(holder ->
                        holder.person().equals(person) && holder.keys().equals(List.of(ended)));
        return areOthersEnough || !isOnlyKey
                ? "a trust root that does not"
                : "two trust roots: one that gives them to another key of " + person
                        + " as well, signed with this one, and then one without this one, signed with the other";
    }

    public static TrustRoot from(Node.Fields statementFields) {
        var statement = Statement.from(statementFields);
        var predicate = statement.predicateOf(PREDICATE);
        var roleFields = predicate.fields("roles");
        var roles = new TreeMap<Role, RoleHolders>();
        for (var role : Role.values()) {
            var fields = roleFields.fields(role.toString());
            var holders = new ArrayList<Holder>();
            for (var item : fields.items("persons")) {
                var person = item.asFields();
                var handle = person.parsed("handle", Handle::parse);
                var keys = person.items("keys").stream().map(PublicKey::stated).toList();
                holders.add(person.made(() -> new Holder(handle, keys)));
            }
            int threshold = threshold(fields.get("threshold"));
            roles.put(role, fields.made(() -> new RoleHolders(threshold, holders)));
        }
        String name = predicate.text("name");
        long version = predicate.integer("version");
        var previous = predicate.findParsed("previous", Digest::parse);
        var charter = statement.subject("commons.yaml");
        var created = Times.parse(predicate.get("created"));
        return predicate.made(() -> new TrustRoot(name, version, previous, charter, roles, created));
    }

    private static int threshold(Node node) {
        long threshold = node.asInteger();
        if (threshold < 1 || threshold > Integer.MAX_VALUE) {
            throw invalid(node.at().prefix() + "not a number of persons: " + threshold);
        }
        return (int) threshold;
    }

    public Statement toStatement() {
        var roleFields = Node.fields();
        roles.forEach((role, held) -> {
            var persons = held.holders().stream()
                    .map(h -> Node.fields()
                            .put("handle", h.person().name())
                            .put("keys", h.keys().stream().map(PublicKey::line).toList())
                            .build())
                    .toList();
            roleFields.put(
                    role.toString(),
                    Node.fields().put("threshold", held.threshold()).put("persons", Node.items(persons)));
        });
        return new Statement(
                List.of(new Statement.Subject("commons.yaml", charter)),
                PREDICATE,
                Node.fields()
                        .put("name", name)
                        .put("version", version)
                        .putIfPresent("previous", previous.map(Digest::hex))
                        .put("roles", roleFields)
                        .put("created", created.toString())
                        .build());
    }
}
