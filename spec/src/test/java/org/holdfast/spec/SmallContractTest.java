package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.holdfast.spec.InodeContract.Ask;
import org.holdfast.spec.InodeContract.Told;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;

/** What the contract allows a client to see from one step to the next, and what it does not, said step by step. */
class SmallContractTest {
    private static final int ONE = 2; // nodeids
    private static final int OTHER = 3;
    private static final Told FIRST = new Told(1, 1);

    /** Two objects, of which the first has a name; nothing is held and nothing asked. */
    private static final InodeContract QUIET = quiet();

    private static InodeContract quiet() {
        State s = State.init(ModelFile.all()
                .filter(e -> e.name().equals("link-reuse"))
                .findFirst()
                .orElseThrow()
                .model());
        Place a = s.names().keys().stream()
                .min(Comparator.comparing(Place::toString))
                .orElseThrow();
        InodeContract c = InodeContract.of(s);
        return new InodeContract(List.of(s.names().except(a, 1)), c.held(), c.means(), c.ask(), c.residue());
    }

    private static InodeContract ask(InodeContract c, Ask ask) {
        return new InodeContract(c.names(), c.held(), c.means(), c.ask().except(1, ask), c.residue());
    }

    private static InodeContract asked(Op op, int o) {
        return ask(QUIET, new Ask("asked", op, o, Told.NOTHING));
    }

    private static InodeContract served(Op op, Told told) {
        return ask(QUIET, new Ask("served", op, 1, told));
    }

    /** The client holds so many lookups of a nodeid that is this object. */
    private static InodeContract holds(InodeContract c, int n, int count, int o) {
        return new InodeContract(c.names(), c.held().except(n, count), c.means().except(n, o), c.ask(), c.residue());
    }

    private static void allowed(InodeContract before, InodeContract after) {
        assertThat(before.allows(after)).as("%s%nto %s", before, after).isTrue();
    }

    private static void forbidden(InodeContract before, InodeContract after) {
        assertThat(before.allows(after)).as("%s%nto %s", before, after).isFalse();
    }

    @Test
    void nothingMayHappen() {
        allowed(QUIET, QUIET);
        allowed(holds(QUIET, ONE, 1, 1), holds(QUIET, ONE, 1, 1));
        allowed(served(Op.ENTRY, FIRST), served(Op.ENTRY, FIRST));
    }

    @Test
    void theHostAndTheDaemonChangeWhatIsTheirs() {
        InodeContract unnamed = new InodeContract(
                InodeContract.of(State.init(ModelFile.all()
                                .filter(e -> e.name().equals("link-reuse"))
                                .findFirst()
                                .orElseThrow()
                                .model()))
                        .names(),
                QUIET.held(),
                QUIET.means(),
                QUIET.ask(),
                QUIET.residue());
        allowed(QUIET, unnamed);
        InodeContract residue = new InodeContract(QUIET.names(), QUIET.held(), QUIET.means(), QUIET.ask(), Set.of(ONE));
        allowed(QUIET, residue);
        allowed(residue, QUIET);
        forbidden(residue, unnamed); // not both at once
    }

    @Test
    void anEntryIsAskedForByName() {
        allowed(QUIET, asked(Op.ENTRY, 1));
        forbidden(QUIET, asked(Op.ENTRY, 2)); // which has none
        forbidden(QUIET, ask(QUIET, new Ask("asked", Op.ENTRY, 1, FIRST)));
        forbidden(QUIET, served(Op.ENTRY, FIRST)); // not asked
    }

    @Test
    void attributesAreAskedOfWhatIsHeld() {
        forbidden(QUIET, asked(Op.ATTR, 1));
        Ask attr = new Ask("asked", Op.ATTR, 1, Told.NOTHING);
        InodeContract held = holds(QUIET, ONE, 1, 1);
        allowed(held, ask(held, attr));
        InodeContract forgotten = holds(QUIET, ONE, 0, 1);
        forbidden(forgotten, ask(forgotten, attr));
        InodeContract another = holds(QUIET, ONE, 1, 2);
        forbidden(another, ask(another, attr));
    }

    @Test
    void aRequestIsServedAboutItsObjectOrLost() {
        for (Op op : List.of(Op.ATTR, Op.ENTRY)) {
            allowed(asked(op, 1), served(op, FIRST));
            allowed(asked(op, 1), QUIET);
            forbidden(asked(op, 1), served(op, new Told(2, 0)));
            forbidden(asked(op, 1), served(op, new Told(1, 2))); // a name that is not there
            forbidden(asked(op, 1), served(op, Told.NOTHING));
            allowed(served(op, FIRST), QUIET);
            forbidden(served(op, FIRST), asked(op, 1)); // not asked again
        }
        forbidden(asked(Op.ATTR, 1), served(Op.ENTRY, FIRST));
        forbidden(asked(Op.ENTRY, 1), served(Op.ATTR, FIRST));
    }

    /** A LOOKUP in a directory that is pinned first asks for something else then; one at the top does not. */
    @Test
    void onlyWhoAsksForAttributesMayAskForAnEntryThen() {
        allowed(asked(Op.ATTR, 2), asked(Op.ENTRY, 1));
        forbidden(asked(Op.ENTRY, 2), asked(Op.ENTRY, 1));
        forbidden(served(Op.ATTR, FIRST), asked(Op.ENTRY, 1));
    }

    @Test
    void linkMakesAnEntryOfAttributes() {
        allowed(served(Op.ATTR, FIRST), served(Op.ENTRY, FIRST));
        forbidden(served(Op.ENTRY, FIRST), served(Op.ATTR, FIRST));
        forbidden(served(Op.ATTR, FIRST), served(Op.ENTRY, new Told(1, 2)));
    }

    @Test
    void anEntryIsCountedOnceForItsObject() {
        InodeContract served = served(Op.ENTRY, FIRST);
        allowed(served, holds(QUIET, ONE, 1, 1));
        allowed(served, holds(QUIET, OTHER, 1, 1));
        forbidden(served, holds(QUIET, ONE, 2, 1));
        forbidden(served, holds(QUIET, ONE, 0, 1));
        forbidden(served, holds(QUIET, ONE, 1, 2));
        forbidden(served, holds(served, ONE, 1, 1)); // the request is over with it
        forbidden(served(Op.ATTR, FIRST), holds(QUIET, ONE, 1, 1));
        forbidden(QUIET, holds(QUIET, ONE, 1, 1));
        forbidden(asked(Op.ENTRY, 1), holds(QUIET, ONE, 1, 1));
    }

    @Test
    void anObjectHasOneNodeidAndANodeidOneObject() {
        InodeContract served = served(Op.ENTRY, FIRST);
        allowed(holds(served, ONE, 1, 1), holds(QUIET, ONE, 2, 1));
        forbidden(holds(served, OTHER, 1, 1), holds(holds(QUIET, OTHER, 1, 1), ONE, 1, 1));
        allowed(holds(served, OTHER, 1, 2), holds(holds(QUIET, OTHER, 1, 2), ONE, 1, 1)); // of another object
        allowed(holds(served, OTHER, 0, 1), holds(holds(QUIET, OTHER, 0, 1), ONE, 1, 1)); // forgotten
        forbidden(holds(served, ONE, 0, 2), holds(QUIET, ONE, 1, 1)); // it was another object's
        allowed(holds(served, ONE, 0, 1), holds(QUIET, ONE, 1, 1));
    }

    @Test
    void forgetLowersOneCount() {
        InodeContract two = holds(QUIET, ONE, 2, 1);
        allowed(two, holds(QUIET, ONE, 1, 1));
        allowed(two, holds(QUIET, ONE, 0, 1));
        forbidden(two, holds(QUIET, ONE, 3, 1));
        forbidden(two, holds(QUIET, ONE, 1, 2));
        InodeContract both = holds(two, OTHER, 1, 2);
        forbidden(both, holds(holds(QUIET, ONE, 1, 1), OTHER, 0, 2));
    }

    @Test
    void aSessionEndsAsAWhole() {
        InodeContract both = holds(holds(asked(Op.ENTRY, 1), ONE, 2, 1), OTHER, 1, 2);
        allowed(both, QUIET);
        forbidden(both, holds(QUIET, ONE, 2, 1));
        forbidden(both, asked(Op.ENTRY, 1));
    }

    @Test
    void quietIsWhoHoldsAndAsksNothing() {
        assertThat(QUIET.quiet()).isTrue();
        assertThat(holds(QUIET, ONE, 0, 1).quiet()).isTrue();
        assertThat(holds(QUIET, ONE, 1, 1).quiet()).isFalse();
        assertThat(asked(Op.ENTRY, 1).quiet()).isFalse();
    }
}
