package org.datasetcommons.draft;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A map that never changes, as two lists in the order of its keys. An entry takes eight bytes beside what it maps, where one of
 * a tree takes forty; a draft may have millions. What is not there is found as fast as in a tree.
 */
final class SortedArrayMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V> {
    private final List<K> keys;
    private final List<V> values;

    private SortedArrayMap(List<K> keys, List<V> values) {
        this.keys = Collections.unmodifiableList(keys);
        this.values = Collections.unmodifiableList(values);
    }

    /** The entries of a map in order; one of these is its own copy. */
    static <K extends Comparable<? super K>, V> SortedArrayMap<K, V> copyOf(Map<K, V> map) {
        if (map instanceof SortedArrayMap<K, V> sorted) {
            return sorted;
        }
        var entries = new Entries<K, V>();
        map.forEach(entries::add);
        return entries.map();
    }

    /** What is to be a map, preferably in order. Where a key comes twice, the later one counts. */
    static final class Entries<K extends Comparable<? super K>, V> {
        private final List<K> keys = new ArrayList<>();
        private final List<V> values = new ArrayList<>();
        private boolean isSorted = true;

        void add(K key, V value) {
            isSorted &= keys.isEmpty() || keys.get(keys.size() - 1).compareTo(key) < 0;
            keys.add(key);
            values.add(value);
        }

        /** The map; afterwards nothing is added any more. */
        SortedArrayMap<K, V> map() {
            if (isSorted) {
                return new SortedArrayMap<>(keys, values);
            }
            var sorted = new TreeMap<K, V>();
            for (int i = 0; i < keys.size(); i++) {
                sorted.put(keys.get(i), values.get(i));
            }
            return new SortedArrayMap<>(new ArrayList<>(sorted.keySet()), new ArrayList<>(sorted.values()));
        }
    }

    @SuppressWarnings("unchecked") // As of any sorted map, what cannot be compared with its keys may not be asked for.
    private int find(Object key) {
        return Collections.binarySearch(keys, (K) key);
    }

    @Override
    public V get(Object key) {
        int at = find(key);
        return at < 0 ? null : values.get(at);
    }

    @Override
    public boolean containsKey(Object key) {
        return find(key) >= 0;
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public Collection<V> values() {
        return values;
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return IntStream.range(0, keys.size())
                        .mapToObj(i -> Map.entry(keys.get(i), values.get(i)))
                        .iterator();
            }

            @Override
            public int size() {
                return keys.size();
            }
        };
    }
}
