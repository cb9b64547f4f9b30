package org.holdfast.spec.bounded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As much JSON as models.json needs, and the line of what is no such thing. */
class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        assertThat(Json.read("""
                { "text": "a b", "number": -12, "yes": true, "no": false,
                  "list": [1, [], "x"] , "map": {"inner": {}} }
                """))
                .isEqualTo(Map.of(
                        "text",
                        "a b",
                        "number",
                        -12,
                        "yes",
                        true,
                        "no",
                        false,
                        "list",
                        List.of(1, List.of(), "x"),
                        "map",
                        Map.of("inner", Map.of())));
        assertThat(Json.read("{\"end\":1}")).isEqualTo(Map.of("end", 1));
    }

    @Test
    void whatIsNoObjectIsAnEmptyOne() {
        assertThat(Json.read("[1]")).isEmpty();
        assertThat(Json.read("12")).isEmpty();
    }

    @Test
    void keepsTheOrder() {
        assertThat(List.copyOf(Json.read("{\"z\":1,\"a\":2,\"m\":3}").keySet()).toString())
                .isEqualTo("[z, a, m]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1   | line 1: expected more",
                "{\"a\" 1}   | line 1: expected ':'",
                "{a: 1}      | line 1: expected '\"'",
                "{\"a\": b}  | line 1: expected a value",
                "{\"a\": ?}  | line 1: expected a value",
                "{\"a        | line 1: expected a string without escapes",
                "{\"a\\\\b\": 1} | line 1: expected a string without escapes",
                "{\"\\\\\": 1} | line 1: expected a string without escapes",
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Json.read(text.strip()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("models.json, " + message);
    }

    @Test
    void saysWhichLineIsWrong() {
        assertThatThrownBy(() -> Json.read("{\n\"a\": 1,\n\"b\": nothing }"))
                .hasMessage("models.json, line 3: expected a value");
    }
}
