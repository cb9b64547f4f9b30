package org.holdfast.spec.posix;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Extended attributes of the user namespace: xattr(7). */
public final class Xattrs {
    private static final String USER = "user.";
    private static final int NAME_MAX = 255;

    private Xattrs() {}

    /** Flags of setxattr(2). */
    public enum XattrFlag {
        CREATE,
        REPLACE
    }

    /** setxattr(2), lsetxattr(2), fsetxattr(2). */
    public record Put(Attributes.Subject subject, String name, String value, Set<XattrFlag> flags) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            return Attributes.on(named(world, name), world, subject, "setxattr(2)", (verdict, number) -> {
                Obj object = world.at(number);
                boolean exists = object.xattrs().containsKey(name);
                mayChange(verdict, world, object);
                return verdict.fails(
                                exists && flags.contains(XattrFlag.CREATE),
                                Errno.EEXIST,
                                "setxattr(2): XATTR_CREATE of a name that exists")
                        .fails(
                                !exists && flags.contains(XattrFlag.REPLACE),
                                Errno.ENODATA,
                                "setxattr(2): XATTR_REPLACE of a name that does not exist")
                        .otherwise(now -> Outcome.done(with(now, number, name, value), "setxattr(2)"));
            });
        }
    }

    /**
     * getxattr(2), lgetxattr(2), fgetxattr(2).
     *
     * @param room bytes of the buffer; 0 asks for the length
     */
    public record Get(Attributes.Subject subject, String name, int room) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            return Attributes.on(named(world, name), world, subject, "getxattr(2)", (verdict, number) -> {
                Obj object = world.at(number);
                String value = object.xattrs().get(name);
                return verdict.fails(
                                !Access.may(world.caller(), object, Mode.R),
                                Errno.EACCES,
                                "xattr(7): reading needs read permission")
                        .fails(value == null, Errno.ENODATA, "getxattr(2): there is no such attribute")
                        .fails(
                                value != null && room > 0 && room < value.length(),
                                Errno.ERANGE,
                                "getxattr(2): the buffer is too small")
                        .otherwise(now -> Outcome.only(
                                room == 0 ? new Result.Number(value.length()) : new Result.Bytes(value),
                                world,
                                "getxattr(2)"));
            });
        }
    }

    /** listxattr(2), llistxattr(2), flistxattr(2): needs no permission of the object. */
    public record ListNames(Attributes.Subject subject) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            return Attributes.on(
                    world,
                    subject,
                    "listxattr(2)",
                    (verdict, number) -> verdict.otherwise(now -> Outcome.only(
                            new Result.Names(
                                    new TreeSet<>(world.at(number).xattrs().keySet())),
                            world,
                            "listxattr(2)")));
        }
    }

    /** removexattr(2), lremovexattr(2), fremovexattr(2). */
    public record Remove(Attributes.Subject subject, String name) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            return Attributes.on(named(world, name), world, subject, "removexattr(2)", (verdict, number) -> {
                Obj object = world.at(number);
                mayChange(verdict, world, object);
                return verdict.fails(
                                !object.xattrs().containsKey(name),
                                Errno.ENODATA,
                                "removexattr(2): there is no such attribute")
                        .otherwise(now -> Outcome.done(without(now, number, name), "removexattr(2)"));
            });
        }
    }

    private static World with(World now, int number, String name, String value) {
        return now.change(number, o -> {
            TreeMap<String, String> more = new TreeMap<>(o.xattrs());
            more.put(name, value);
            return o.withXattrs(more).withCtime(now.now());
        });
    }

    private static World without(World now, int number, String name) {
        return now.change(number, o -> {
            TreeMap<String, String> fewer = new TreeMap<>(o.xattrs());
            fewer.remove(name);
            return o.withXattrs(fewer).withCtime(now.now());
        });
    }

    private static boolean isHolder(Obj object) {
        return object.is(Kind.FILE) || object.isDirectory();
    }

    /** A name that cannot be is an error whatever the path leads to. */
    private static Verdict named(World world, String name) {
        return Verdict.in(world)
                .fails(
                        name.isEmpty() || name.length() > NAME_MAX,
                        Errno.ERANGE,
                        "setxattr(2), kernel's getname: a name has 1 to 255 bytes")
                .fails(name.equals(USER), Errno.EINVAL, "xattr(7): nothing after the namespace")
                .fails(
                        !name.isEmpty() && !name.startsWith(USER),
                        Errno.EOPNOTSUPP,
                        "xattr(7): a namespace that is not supported");
    }

    private static void mayChange(Verdict verdict, World world, Obj object) {
        verdict.fails(!isHolder(object), Errno.EPERM, "xattr(7): only files and directories have user attributes")
                .fails(
                        object.isDirectory()
                                && Mode.has(object.mode(), Mode.STICKY)
                                && !world.caller().owns(object),
                        Errno.EPERM,
                        "xattr(7): a sticky directory's are its owner's")
                .fails(
                        !Access.may(world.caller(), object, Mode.W),
                        Errno.EACCES,
                        "xattr(7): changing needs write permission");
    }
}
