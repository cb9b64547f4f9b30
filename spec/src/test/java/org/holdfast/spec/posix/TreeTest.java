package org.holdfast.spec.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.spec.posix.Session.file;
import static org.holdfast.spec.posix.Session.mkdir;
import static org.holdfast.spec.posix.Session.open;
import static org.holdfast.spec.posix.Session.symlink;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tree finds what is wrong in worlds that no call makes. */
class TreeTest {
    private final World world = new Session()
            .ok(mkdir("d"), mkdir("d/e"), file("f"), symlink("f", "s"), open("h", "f", OpenFlag.READ))
            .world();
    private final int d = object("d");
    private final int f = object("f");

    private int object(String name) {
        return world.at(World.ROOT).names().get(name);
    }

    private void finds(World broken, String... words) {
        List<String> violations = Tree.violations(broken);
        assertThat(violations).isNotEmpty().allSatisfy(wrong -> assertThat(words)
                .anyMatch(wrong::contains));
        assertThat(words).allSatisfy(word -> assertThat(violations).anyMatch(wrong -> wrong.contains(word)));
    }

    @Test
    void wrongCounts() {
        assertThat(Tree.violations(world)).isEmpty();
        finds(world.change(f, o -> o.withNlink(2)), "nlink");
        finds(world.change(d, o -> o.withNlink(2)), "nlink");
    }

    @Test
    void wrongShapes() {
        int e = world.at(d).names().get("e");
        finds(world.change(d, o -> o.withBody(new Body.Names(((Body.Names) o.body()).names(), e))), "child", "reached");
        finds(
                world.change(World.ROOT, o -> o.withBody(((Body.Names) o.body()).with("again", d))),
                "nlink",
                "two names");
        finds(world.change(World.ROOT, o -> o.withBody(((Body.Names) o.body()).with("none", 99))), "no child");
    }

    @Test
    void wrongLives() {
        finds(world.change(99, none -> world.at(f).withNlink(0)), "neither a name nor a handle");
        finds(world.change(f, o -> o.withLinkable(true)), "waits for its first");
        finds(world.change(object("s"), o -> o.withMode(0644)), "symlink");
        finds(world.withHandle("g", new Handle(99, Session.READ, 0)), "open on nothing");
    }
}
