package org.holdfast.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;

/** Several models at a time. */
class BatchTest {
    private static final List<ModelFile.Entry> MODELS = ModelFile.good().toList();

    private final Queue<ModelFile.Entry> checked = new ConcurrentLinkedQueue<>();

    @Test
    void theLongestComesFirst() throws Exception {
        Batch.run(MODELS, 1, checked::add);
        assertThat(checked).containsExactlyInAnyOrderElementsOf(MODELS);
        assertThat(checked.stream().filter(e -> !e.isLive()).map(ModelFile.Entry::states))
                .isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void twoAreCheckedAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Batch.run(MODELS, 2, e -> {
            both.countDown();
            assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
            checked.add(e);
        });
        assertThat(checked).hasSameSizeAs(MODELS);
    }

    @Test
    void afterAFailureNothingBegins() {
        assertThatThrownBy(() -> Batch.run(MODELS, 1, e -> {
                    checked.add(e);
                    TimeUnit.SECONDS.sleep(checked.size() - 1); // whoever is to stop this has some time for it
                    throw new IOException("no disk");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no disk");
        assertThat(checked).hasSizeLessThan(3);
    }
}
