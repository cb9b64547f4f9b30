package org.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9, 3));
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(new Spread(3, 1, 100, 4));
    }

    @Test
    void ofNothingThereIsNoNumber() {
        assertThat(Spread.of(List.of()).asRatio()).isEqualTo("–");
    }

    @Test
    void isWrittenAsMedianAndRange() {
        assertThat(Spread.of(List.of(0.984, 1.052, 1.11)).asRatio()).isEqualTo("1.05 (0.98–1.11)");
    }
}
