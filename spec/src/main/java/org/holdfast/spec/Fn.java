package org.holdfast.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A TLA+ function: immutable, and cheap to change at one place, since all that come from one another share the domain.
 *
 * @param <K> arguments, which have an order
 * @param <V> values
 */
public final class Fn<K extends Comparable<K>, V> {
    private final Map<K, Integer> domain;
    private final Object[] values;

    private Fn(Map<K, Integer> domain, Object[] values) {
        this.domain = domain;
        this.values = values;
    }

    /** TLA+: [k \in keys |-> value(k)]. */
    public static <K extends Comparable<K>, V> Fn<K, V> of(Collection<K> keys, Function<K, V> value) {
        Map<K, Integer> domain = new LinkedHashMap<>();
        new TreeSet<>(keys).forEach(k -> domain.put(k, domain.size()));
        return new Fn<>(domain, domain.keySet().stream().map(value).toArray());
    }

    /** TLA+: f[k]; an IllegalArgumentException where k is not in the domain. */
    @SuppressWarnings("unchecked")
    public V get(K k) {
        Integer at = domain.get(k);
        if (at == null) {
            throw new IllegalArgumentException(k + " is not in " + domain.keySet());
        }
        return (V) values[at];
    }

    /** TLA+: k \in DOMAIN f. */
    public boolean has(K k) {
        return domain.containsKey(k);
    }

    /** TLA+: [f EXCEPT ![k] = v]. */
    public Fn<K, V> except(K k, V v) {
        Object[] next = values.clone();
        next[domain.get(k)] = v;
        return new Fn<>(domain, next);
    }

    /** TLA+: [k \in DOMAIN f |-> v]. */
    public Fn<K, V> everywhere(V v) {
        Object[] next = new Object[values.length];
        Arrays.fill(next, v);
        return new Fn<>(domain, next);
    }

    /** TLA+: [k \in DOMAIN f |-> of(f[k])]. */
    public <W> Fn<K, W> map(Function<V, W> of) {
        return new Fn<>(domain, values().stream().map(of).toArray());
    }

    /** TLA+: DOMAIN f, in order. */
    public Set<K> keys() {
        return domain.keySet();
    }

    /** The values in the order of their arguments. */
    @SuppressWarnings("unchecked")
    public List<V> values() {
        return (List<V>) Arrays.asList(values);
    }

    /** Shows every argument with its value, in order. */
    public void forEach(BiConsumer<K, V> each) {
        keys().forEach(k -> each.accept(k, get(k)));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Fn<?, ?> f
                && Arrays.equals(values, f.values)
                && (domain == f.domain || domain.equals(f.domain));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        List<String> pairs = new ArrayList<>();
        forEach((k, v) -> pairs.add(k + "=" + v));
        return "{" + String.join(", ", pairs) + "}";
    }
}
