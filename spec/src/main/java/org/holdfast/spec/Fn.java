package org.holdfast.spec;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** TLA+ functions as immutable maps. */
final class Fn {
    private Fn() {}

    /** TLA+: [k \in keys |-> value(k)]. */
    static <K, V> Map<K, V> of(Collection<K> keys, Function<K, V> value) {
        Map<K, V> f = new HashMap<>();
        keys.forEach(k -> f.put(k, value.apply(k)));
        return Map.copyOf(f);
    }

    /** TLA+: [f EXCEPT ![k] = v]. */
    static <K, V> Map<K, V> except(Map<K, V> f, K k, V v) {
        Map<K, V> g = new HashMap<>(f);
        g.put(k, v);
        return Map.copyOf(g);
    }
}
