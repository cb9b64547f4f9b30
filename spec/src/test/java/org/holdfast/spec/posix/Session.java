package org.holdfast.spec.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls one after the other on one world, each with what it must answer. */
final class Session {
    static final Set<Integer> NO_GROUPS = Set.of();
    static final Set<OpenFlag> READ = Set.of(OpenFlag.READ);
    static final Set<OpenFlag> WRITE = Set.of(OpenFlag.WRITE);

    private World world;

    Session(Settings settings) {
        world = World.empty(settings);
    }

    Session() {
        this(Settings.LINUX);
    }

    static Set<OpenFlag> flags(OpenFlag... flags) {
        return Set.of(flags);
    }

    World world() {
        return world;
    }

    Session as(int uid, int gid, Integer... groups) {
        world = world.as(new Caller(
                uid, gid, new HashSet<>(Arrays.asList(groups)), world.caller().umask()));
        return this;
    }

    Session umask(int umask) {
        Caller old = world.caller();
        world = world.as(new Caller(old.uid(), old.gid(), old.groups(), umask));
        return this;
    }

    /** Each call must succeed; with several ways to, the first is taken. */
    Session ok(Call... calls) {
        for (Call call : calls) {
            value(call);
        }
        return this;
    }

    /** The call must fail with one of exactly these errors and change nothing. */
    Session fails(Call call, Errno... errors) {
        Set<Outcome> outcomes = call.in(world);
        assertThat(outcomes).as("%s", call).allSatisfy(outcome -> {
            assertThat(outcome.result()).isInstanceOf(Result.Failed.class);
            assertThat(outcome.next()).isSameAs(world);
            assertThat(outcome.rule()).isNotBlank();
        });
        Set<Errno> got = outcomes.stream()
                .map(outcome -> ((Result.Failed) outcome.result()).errno())
                .collect(Collectors.toSet());
        assertThat(got).as("%s", call).containsExactlyInAnyOrder(errors);
        return this;
    }

    Result value(Call call) {
        Set<Outcome> outcomes = call.in(world);
        assertThat(outcomes)
                .as("%s", call)
                .isNotEmpty()
                .noneMatch(outcome -> outcome.result() instanceof Result.Failed);
        Outcome first = outcomes.iterator().next();
        world = first.next();
        assertThat(Tree.violations(world)).as("after %s", call).isEmpty();
        return first.result();
    }

    Session gives(Call call, Result expected) {
        assertThat(value(call)).as("%s", call).isEqualTo(expected);
        return this;
    }

    Session reads(String path, String bytes) {
        return ok(new Opening.Open("a reader", path, READ, 0))
                .gives(new Data.Read("a reader", 1 << 20, 0), new Result.Bytes(bytes))
                .ok(new Opening.Close("a reader"));
    }

    Session lists(String path, String... names) {
        Result.Entries entries = (Result.Entries) value(new Looking.Readdir(path));
        assertThat(List.copyOf(entries.entries().keySet())).as(path).containsExactly(names);
        return this;
    }

    Result.Status stat(String path) {
        return (Result.Status) value(new Looking.Stat(path, false));
    }

    Result.Status fstat(String handle) {
        return (Result.Status) value(new Looking.Fstat(handle));
    }

    Session hasMode(String path, int mode) {
        assertThat(Integer.toOctalString(stat(path).object().mode())).as(path).isEqualTo(Integer.toOctalString(mode));
        return this;
    }

    Session hasNlink(String path, int nlink) {
        assertThat(stat(path).nlink()).as(path).isEqualTo(nlink);
        return this;
    }

    Session hasOwner(String path, int uid, int gid) {
        assertThat(List.of(stat(path).object().uid(), stat(path).object().gid()))
                .as(path)
                .containsExactly(uid, gid);
        return this;
    }

    /** Contents and attributes changed at one of that many moments. */
    Session hasTimes(String path, int moments) {
        assertThat(stat(path).object().mtime().possible()).as(path).hasSize(moments);
        assertThat(stat(path).object().ctime().possible()).as(path).hasSize(moments);
        return this;
    }

    Session same(String path, String other) {
        assertThat(stat(path).number()).isEqualTo(stat(other).number());
        return this;
    }

    static Call mkdir(String path) {
        return new Making.Mkdir(path, 0755);
    }

    static Call file(String path) {
        return new Making.Mknod(path, Kind.FILE, 0644, 0, 0);
    }

    static Call mknod(String path, Kind kind) {
        return new Making.Mknod(path, kind, 0666, 0, 0);
    }

    static Call symlink(String target, String path) {
        return new Making.Symlink(target, path);
    }

    static Call link(String from, String to) {
        return new Linking.Link(from, to, false);
    }

    static Call unlink(String path) {
        return new Removing.Unlink(path);
    }

    static Call rmdir(String path) {
        return new Removing.Rmdir(path);
    }

    static Call rename(String from, String to, RenameFlag... flags) {
        return new Renaming.Rename(from, to, Set.of(flags));
    }

    static Call chmod(String path, int mode) {
        return new Attributes.Chmod(new Attributes.Path(path, true), mode);
    }

    static Call chown(String path, int uid, int gid) {
        return new Attributes.Chown(new Attributes.Path(path, false), uid, gid);
    }

    static Call open(String handle, String path, OpenFlag... flags) {
        return new Opening.Open(handle, path, Set.of(flags), 0644);
    }

    static Call write(String handle, String bytes) {
        return new Data.Write(handle, bytes, Data.AT_HANDLE);
    }

    static Call close(String handle) {
        return new Opening.Close(handle);
    }
}
