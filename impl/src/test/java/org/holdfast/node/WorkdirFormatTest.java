package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What marks a workdir, and which names in it are ours: only those are ever removed. */
final class WorkdirFormatTest {
    private static final WorkdirFormat FORMAT = new WorkdirFormat("01ab-cd", 4711, true);

    @Test
    void whatIsWrittenIsRead() {
        assertThat(WorkdirFormat.parse(FORMAT.text())).contains(FORMAT);
        WorkdirFormat other = new WorkdirFormat("0", 1, false);
        assertThat(WorkdirFormat.parse(other.text())).contains(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "holdfast workdir 1\n",
                "holdfast workdir 2\ninstance 0\npid 1\ncreated true\n",
                "holdfast workdir 1\ninstance X\npid 1\ncreated true\n",
                "holdfast workdir 1\ninstance 0\npid -1\ncreated true\n",
                "holdfast workdir 1\ninstance 0\npid 99999999999\ncreated true\n",
                "holdfast workdir 1\ninstance 0\npid 1\ncreated yes\n",
                "holdfast workdir 1\ninstance 0\npid 1\ncreated true\nmore\n",
                " holdfast workdir 1\ninstance 0\npid 1\ncreated true\n"
            })
    void anythingElseIsNotOurs(String text) {
        assertThat(WorkdirFormat.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "41, 41, true",
        "41, 100000041, true",
        "ff, ffffffffffffffff, true",
        "02, 2, true",
        "41, 42, false",
        "41, 041, false",
        "41, 4G41, false",
        "41, A41, false",
        "41, 141.bak, false",
        "41, 11111111111111141, false",
        "00, 0, false"
    })
    void onlyOurNamesAreLinks(String shard, String name, boolean ours) {
        assertThat(WorkdirFormat.isLink(shard, name)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({"00, true", "ff, true", "7a, true", "0, false", "100, false", "FF, false", "0g, false", "format, false"
    })
    void shards(String name, boolean shard) {
        assertThat(WorkdirFormat.isShard(name)).isEqualTo(shard);
    }
}
