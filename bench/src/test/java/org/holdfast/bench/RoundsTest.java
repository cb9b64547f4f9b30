package org.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    @Test
    void eachRoundBeginsWithAnotherSubject() {
        List<String> all = List.of("a", "b", "c");
        assertThat(Rounds.turns(all, 0)).containsExactly("a", "b", "c");
        assertThat(Rounds.turns(all, 1)).containsExactly("b", "c", "a");
        assertThat(Rounds.turns(all, 5)).containsExactly("c", "a", "b");
    }
}
