package io.jenkins.plugins.aviary.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineResultTest {
    private static EngineResult parse(String text, int exit) throws EngineDistrusted {
        return EngineResult.parse(text.getBytes(StandardCharsets.UTF_8), exit);
    }

    @Test
    void aResultBecomesMapsListsAndTextsForThePipeline() throws EngineDistrusted {
        EngineResult result = parse(
                "{\"code\":0,\"summary\":\"built\",\"result\":{\"files\":3,\"worlds\":[\"a\",true,null]},\"resume\":{}}",
                0);
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.value()).isEqualTo(Map.of("files", 3, "worlds", java.util.Arrays.asList("a", true, null)));
        assertThat(result.artifact()).isEmpty();
    }

    @Test
    void theParametersToGoOnWithAreKept() throws EngineDistrusted {
        EngineResult result =
                parse("{\"code\":5,\"summary\":\"?\",\"result\":null,\"resume\":{\"accept\":\"stage-2\"}}", 5);
        assertThat(result.resume()).isEqualTo(Map.of("accept", "stage-2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"code\":0} trailing",
                "{\"code\":1,\"summary\":\"other than the process said\"}",
                "{\"code\":\"zero\"}",
                "{\"code\":0,\"resume\":{\"../../x\":\"a\"}}",
                "{\"code\":0,\"resume\":{\"class\\u0000\":\"a\"}}"
            })
    void whatIsNoResultIsRefused(String text) {
        assertThatThrownBy(() -> parse(text, 0)).isInstanceOf(EngineDistrusted.class);
    }

    @Test
    void aCodeThatNoOperationHasIsRefused() {
        assertThatThrownBy(() -> parse("{\"code\":77}", 77)).isInstanceOf(EngineDistrusted.class);
    }

    @Test
    void aResultThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> EngineResult.parse(new byte[EngineResult.LARGEST], 0))
                .isInstanceOf(EngineDistrusted.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String deep = "{\"code\":0,\"result\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> parse(deep, 0)).isInstanceOf(EngineDistrusted.class);
    }

    @Test
    void aSummaryCannotForgeLinesOrFillPages() throws EngineDistrusted {
        EngineResult result = parse("{\"code\":0,\"summary\":\"a\\u001b[31mb\\r" + "x".repeat(10_000) + "\"}", 0);
        assertThat(result.summary()).hasSizeLessThan(2_100).doesNotContain("\u001b", "\r");
    }

    @Test
    void onlyADigestIsTakenAsAnArtifact() throws EngineDistrusted {
        for (String artifact : List.of("../../../etc/passwd", "ABC", "0".repeat(65))) {
            assertThat(parse("{\"code\":0,\"result\":{\"artifact\":\"" + artifact + "\"}}", 0)
                            .artifact())
                    .isEmpty();
        }
        String digest = "0".repeat(64);
        assertThat(parse("{\"code\":0,\"result\":{\"artifact\":\"" + digest + "\"}}", 0)
                        .artifact())
                .isEqualTo(digest);
    }
}
