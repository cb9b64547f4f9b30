package org.holdfast.spec.equality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.holdfast.spec.Ctime;
import org.holdfast.spec.Fn;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Obj;
import org.holdfast.spec.Place;
import org.holdfast.spec.Req;
import org.holdfast.spec.State;
import tlc2.tool.TLCState;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/** A state of TLC as a state of the Java model: every variable of Holdfast.tla, and every field, by its name. */
final class TlcState {
    private TlcState() {}

    static State of(Model model, TLCState s) {
        return new State(
                model,
                function(s.lookup("names"), TlcState::place, TlcState::number),
                sequence(s.lookup("object")),
                function(s.lookup("workdir"), TlcState::number, TlcState::number),
                function(s.lookup("node"), TlcState::number, TlcState::node),
                number((Value) s.lookup("last")),
                function(s.lookup("req"), TlcState::number, TlcState::request),
                truth((Value) s.lookup("up")),
                function(s.lookup("held"), TlcState::number, TlcState::number),
                function(s.lookup("means"), TlcState::number, TlcState::number));
    }

    private interface As<T> {
        T value(Value v);
    }

    private static <K extends Comparable<K>, V> Fn<K, V> function(IValue v, As<K> key, As<V> value) {
        FcnRcdValue f = (FcnRcdValue) ((Value) v).toFcnRcd();
        Value[] domain = f.getDomainAsValues();
        Map<K, V> map = new HashMap<>();
        for (int i = 0; i < domain.length; i++) {
            map.put(key.value(domain[i]), value.value(f.values[i]));
        }
        return Fn.of(map.keySet(), map::get);
    }

    private static List<Obj> sequence(IValue v) {
        List<Obj> list = new ArrayList<>();
        for (Value o : ((TupleValue) ((Value) v).toTuple()).elems) {
            list.add(new Obj(
                    text(field(o, "kind")),
                    number(field(o, "ino")),
                    number(field(o, "fs")),
                    named(Ctime.class, field(o, "ctime"))));
        }
        return List.copyOf(list);
    }

    private static Node node(Value v) {
        return new Node(
                named(Node.Phase.class, field(v, "phase")),
                number(field(v, "mnt")),
                number(field(v, "obj")),
                number(field(v, "count")),
                number(field(v, "pins")),
                named(Hold.class, field(v, "hold")),
                truth(field(v, "fd")),
                text(field(v, "why")),
                number(field(v, "kin")),
                text(field(v, "at")),
                number(field(v, "kids")));
    }

    private static Req request(Value v) {
        Value seen = field(v, "seen");
        return new Req(
                named(Req.Step.class, field(v, "step")),
                named(Req.Op.class, field(v, "op")),
                number(field(v, "mnt")),
                number(field(v, "obj")),
                number(field(v, "dir")),
                number(field(v, "node")),
                named(Hold.class, field(v, "via")),
                new Req.Attr(
                        number(field(seen, "obj")),
                        number(field(seen, "nlink")),
                        named(Ctime.class, field(seen, "ctime"))));
    }

    private static Place place(Value v) {
        Value[] pair = ((TupleValue) v.toTuple()).elems;
        return new Place(number(pair[0]), text(pair[1]));
    }

    private static Value field(Value v, String name) {
        RecordValue record = (RecordValue) v.toRcd();
        for (int i = 0; i < record.names.length; i++) {
            if (record.names[i].equals(name)) {
                return record.values[i];
            }
        }
        throw new IllegalArgumentException("no field " + name + " in " + v);
    }

    static int number(Value v) {
        return ((IntValue) v).val;
    }

    static String text(Value v) {
        return ((StringValue) v).val.toString();
    }

    private static boolean truth(Value v) {
        return ((BoolValue) v).val;
    }

    private static <E extends Enum<E>> E named(Class<E> type, Value v) {
        return Enum.valueOf(type, text(v).toUpperCase(Locale.ROOT));
    }
}
