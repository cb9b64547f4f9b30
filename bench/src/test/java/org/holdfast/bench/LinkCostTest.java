package org.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkCostTest {
    @Test
    void aRatioIsOfTheSameRound() {
        List<LinkCost.Line> lines = new ArrayList<>();
        List.of("0 open fd 1000.0", "0 open link 3000.0", "1 open link 4000.0", "1 open fd 4000.0", "2 open fd 2000.0")
                .forEach(line -> lines.add(LinkCost.parse("ext4", line)));
        lines.add(LinkCost.parse("ext4", "2 open link 4000.0"));
        assertThat(LinkCost.table(lines))
                .containsPattern("ext4 open +2\\.00 +4\\.00 +2\\.00 \\(1\\.00–3\\.00\\) +– +–");
    }
}
