package org.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;
import org.holdfast.spec.Host;
import org.holdfast.trace.Event;
import org.junit.jupiter.api.Test;

/**
 * The daemon records exactly the actions of the specification, under the same names: an event that the model lacks, or an
 * action that the daemon never reports, could not be held against the other side.
 */
final class EventNamesTest {
    /** A dead daemon records nothing. */
    private static final Set<String> NOT_RECORDED = Set.of("Crash");

    @Test
    void everyEventIsAnActionOfTheSpecification() {
        assertThat(names(Event.class)).isSubsetOf(recordedActions());
    }

    @Test
    void everyActionOfTheDaemonIsAnEvent() {
        assertThat(recordedActions()).isSubsetOf(names(Event.class));
    }

    /** An exception that names nothing would hide a mistake. */
    @Test
    void theExceptionsAreActions() {
        assertThat(names(Action.class)).containsAll(NOT_RECORDED);
    }

    /** What the host does is seen by nobody but the host. */
    private static Set<String> recordedActions() {
        Set<String> recorded = names(Action.class);
        recorded.removeAll(names(Host.class));
        recorded.removeAll(NOT_RECORDED);
        recorded.removeAll(Action.ONLY_WITHOUT_A_RULE);
        return recorded;
    }

    /** The simple names of all records below a sealed interface. */
    private static Set<String> names(Class<?> type) {
        if (type.isRecord()) {
            return new TreeSet<>(Set.of(type.getSimpleName()));
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(sub -> names(sub).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
