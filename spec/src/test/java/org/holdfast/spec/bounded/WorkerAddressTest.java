package org.holdfast.spec.bounded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where workers are to run. */
class WorkerAddressTest {
    @Test
    void readsAList() {
        List<WorkerAddress> got = WorkerAddress.list("local,127.0.0.1:10996,192.0.2.1:7");
        assertThat(got).extracting(WorkerAddress::isNear).containsExactly(true, true, false);
        assertThat(got.get(0).host()).isEmpty();
        assertThat(got.get(1).host().orElseThrow().getPort()).isEqualTo(10996);
        assertThat(got.get(2).host().orElseThrow().getHostString()).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10996", ":10996", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "name.invalid:1"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> WorkerAddress.address(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not HOST:PORT")
                .hasMessageEndingWith(": " + text);
    }
}
