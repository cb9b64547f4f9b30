package org.holdfast.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.holdfast.kernel.Holdfast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The daemon without a planted bug in the plights and races that notice mutants. */
class PlightsTest {
    static Stream<Holdfast> kinds() {
        return Stream.of(Holdfast.LINK, Holdfast.FD);
    }

    @ParameterizedTest
    @EnumSource
    void theDaemonDoesWhatItMust(Plight plight) throws Broken, IOException {
        plight.play(Holdfast.LINK);
    }

    @Test
    void theDaemonDoesWhatItMustWithoutDescriptors() throws Broken, IOException {
        Plight.MANY_DIRECTORIES.play(Holdfast.ADAPTIVE);
        Plight.MANY_DIRECTORIES.play(Holdfast.BY_PLACE);
        Plight.UNUSED_FILES.play(Holdfast.HANDLE);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void requestsAtOnce(Holdfast kind) throws IOException {
        assertThat(Races.bursts(kind)).isEmpty();
    }

    @Test
    void namesThatAreSwapped() throws IOException {
        assertThat(Races.swaps(Holdfast.LINK)).isEmpty();
    }
}
