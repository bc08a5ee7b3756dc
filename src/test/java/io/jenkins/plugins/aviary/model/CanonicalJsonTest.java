package io.jenkins.plugins.aviary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static String canonical(String json) {
        return CanonicalJson.text(CanonicalJson.parse(json));
    }

    @Test
    void writesTheExampleOfTheStandard() {
        String given = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(canonical(given))
                .isEqualTo("{\"literals\":[null,true,false],"
                        + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void sortsKeysByTheirUtf16CodeUnits() {
        String given =
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";
        assertThat(canonical(given))
                .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }

    /** The table in appendix B of RFC 8785. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writesTheNumbersOfTheStandard(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(CanonicalJson.text(DoubleNode.valueOf(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2e23, 2e+23", "2.2E-322, 2.2e-322", "5.684341886080802E-14, 5.684341886080802e-14", "2E-3, 0.002"})
    void writesTheShortestDigitsWhereTheJdkDoesNot(String given, String expected) {
        assertThat(canonical(given)).isEqualTo(expected);
    }

    @Property(tries = 20_000)
    void writesAnyDoubleAsThePeerDoes(@ForAll long bits) throws IOException {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            String text = CanonicalJson.text(DoubleNode.valueOf(value));
            if (Math.abs(value) >= Double.MIN_NORMAL) {
                // The peer writes some subnormal numbers with a wrong exponent, such as 1e-320.
                assertThat(text).isEqualTo(NumberToJSON.serializeNumber(value));
            }
            assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0 : value);
        }
    }

    @Test
    void writesEveryPowerOfTwoAsThePeerDoes() throws IOException {
        for (int exponent = -1074; exponent <= 1023; exponent++) {
            double value = Math.scalb(1d, exponent);
            for (double near : new double[] {Math.nextDown(value), value, Math.nextUp(value)}) {
                assertThat(CanonicalJson.text(DoubleNode.valueOf(near))).isEqualTo(NumberToJSON.serializeNumber(near));
            }
        }
    }

    @Property(tries = 500)
    void writesAnyObjectAsThePeerDoes(@ForAll("objects") JsonNode value) throws IOException {
        assertThat(CanonicalJson.text(value)).isEqualTo(new JsonCanonicalizer(value.toString()).getEncodedString());
    }

    @Property(tries = 500)
    void readsBackWhatItWrote(@ForAll("objects") JsonNode value) {
        byte[] once = CanonicalJson.bytes(value);
        assertThat(CanonicalJson.bytes(CanonicalJson.parse(once))).isEqualTo(once);
    }

    @Provide
    Arbitrary<JsonNode> objects() {
        return objectsOf(Arbitraries.oneOf(scalars(), arraysOf(objectsOf(scalars())), objectsOf(arraysOf(scalars()))));
    }

    private Arbitrary<JsonNode> objectsOf(Arbitrary<JsonNode> values) {
        return Arbitraries.maps(texts(), values).ofMaxSize(5).map(entries -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            entries.forEach(object::set);
            return object;
        });
    }

    private Arbitrary<JsonNode> arraysOf(Arbitrary<JsonNode> values) {
        return values.list()
                .ofMaxSize(4)
                .map(elements -> JsonNodeFactory.instance.arrayNode().addAll(elements));
    }

    private Arbitrary<JsonNode> scalars() {
        return Arbitraries.oneOf(
                texts().map(TextNode::valueOf),
                Arbitraries.longs()
                        .between(-9_007_199_254_740_991L, 9_007_199_254_740_991L)
                        .map(LongNode::valueOf),
                Arbitraries.doubles()
                        .filter(value -> value == 0 || Math.abs(value) >= Double.MIN_NORMAL)
                        .map(DoubleNode::valueOf),
                Arbitraries.of(JsonNodeFactory.instance.nullNode(), JsonNodeFactory.instance.booleanNode(true)));
    }

    private Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('\0', '\ud7ff')
                .withChars('"', '\\', '\n', '\u2028')
                .ofMaxLength(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1} x",
                "[1] [2]",
                "NaN",
                "[Infinity]",
                "1e400",
                "01",
                "'a'",
                "{a:1}",
                "[1,]",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "{\"\\ud800\":1}",
                "9007199254740993",
                "123456789012345678901234567890",
                "\uFEFF{}"
            })
    void refusesWhatAnotherReaderMightUnderstandOtherwise(String json) {
        assertThatThrownBy(() -> CanonicalJson.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesNumbersThatJsonDoesNotHave(double value) {
        assertThatThrownBy(() -> CanonicalJson.text(DoubleNode.valueOf(value)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] overlong = {'"', (byte) 0xc0, (byte) 0x80, '"'};
        byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
        assertThatThrownBy(() -> CanonicalJson.parse(overlong)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> CanonicalJson.parse(surrogate)).hasMessageContaining("UTF-8");
    }

    @Test
    void refusesBottomlessNesting() {
        String deep = "[".repeat(600) + "]".repeat(600);
        assertThatThrownBy(() -> CanonicalJson.parse(deep)).hasMessageContaining("nested");
        assertThatThrownBy(() -> CanonicalJson.parse("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsWholeNumbersThatADoubleHolds() {
        assertThat(canonical("9007199254740992")).isEqualTo("9007199254740992");
        assertThat(canonical("295147905179352830000")).isEqualTo("295147905179352830000");
        assertThat(CanonicalJson.text(LongNode.valueOf(-42))).isEqualTo("-42");
        assertThat(CanonicalJson.text(FloatNode.valueOf(1.1f))).isEqualTo("1.1");
    }

    @Test
    void writesTheTimesOfRecordsAsTexts() {
        record Something(Instant at, Duration lasting, Optional<String> what, Map<String, Integer> counts) {}
        Something something = new Something(
                Instant.parse("2026-01-02T03:04:05Z"), Duration.ofSeconds(90), Optional.of("x"), Map.of("b", 2));
        assertThat(CanonicalJson.text(CanonicalJson.tree(something)))
                .isEqualTo(
                        "{\"at\":\"2026-01-02T03:04:05Z\",\"counts\":{\"b\":2},\"lasting\":\"PT1M30S\",\"what\":\"x\"}");
        assertThat(CanonicalJson.digestOf(something))
                .isEqualTo(Digest.of(
                        CanonicalJson.text(CanonicalJson.tree(something)).getBytes(StandardCharsets.UTF_8)));
    }
}
