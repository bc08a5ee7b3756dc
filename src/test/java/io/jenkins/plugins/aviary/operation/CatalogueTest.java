package io.jenkins.plugins.aviary.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    enum Speed {
        FAST_ENOUGH,
        SLOW
    }

    record Stage(String world, int percent) {}

    @Step(name = "flyHome", summary = "Flies home.")
    record FlyHome(
            @Parameter(value = "Where home is", required = true)
            String home,

            @Parameter(value = "How fast", defaultsTo = "fast-enough")
            Speed speed,

            @Parameter(value = "How long at most", defaultsTo = "90s")
            Duration within,

            @Parameter(value = "Over which places", defaultsTo = "sea,hill")
            List<String> over,

            @Parameter("In which stages") List<Stage> stages,

            @Parameter(value = "How many birds", defaultsTo = "3")
            int birds,

            @Parameter("Whether to sing") boolean sing,
            @Parameter("What else") Map<String, String> labels)
            implements Operation<String> {
        FlyHome {
            if (birds > 100) {
                throw new InvalidParameter("birds is at most 100, not " + birds);
            }
        }

        @Override
        public Outcome<String> run(RunContext context) {
            return Outcome.done("flew", home);
        }
    }

    private final OperationType type = new Catalogue(List.of(FlyHome.class)).get("flyHome");

    @Test
    void namesTheSubCommandAfterTheStep() {
        assertThat(type.commandName()).isEqualTo("fly-home");
    }

    @Test
    void takesDefaultsFromTheRecord() {
        assertThat(type.bind(Map.of("home", "nest")))
                .isEqualTo(new FlyHome(
                        "nest",
                        Speed.FAST_ENOUGH,
                        Duration.ofSeconds(90),
                        List.of("sea", "hill"),
                        null,
                        3,
                        false,
                        null));
    }

    @Test
    void takesWhatACommandLineGivesAsText() {
        Map<String, Object> values = Map.of(
                "home", "nest",
                "speed", "slow",
                "within", "5m",
                "over", List.of("town"),
                "stages", List.of("{\"world\": \"antica\", \"percent\": 25}"),
                "birds", "7",
                "sing", "true",
                "labels", "{\"a\": \"b\"}");

        assertThat(type.bind(values))
                .isEqualTo(new FlyHome(
                        "nest",
                        Speed.SLOW,
                        Duration.ofMinutes(5),
                        List.of("town"),
                        List.of(new Stage("antica", 25)),
                        7,
                        true,
                        Map.of("a", "b")));
    }

    @Test
    void takesWhatAJenkinsfileGivesAsObjects() {
        assertThat(((FlyHome) type.bind(Map.of(
                                "home",
                                "nest",
                                "stages",
                                List.of(Map.of("world", "antica", "percent", 50)),
                                "over",
                                "sea")))
                        .stages())
                .containsExactly(new Stage("antica", 50));
    }

    @Test
    void saysWhichParameterIsMissingAndWhatItIsFor() {
        assertThatThrownBy(() -> type.bind(Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage("flyHome needs home; give home: Where home is");
    }

    @Test
    void namesTheNearestParameter() {
        assertThatThrownBy(() -> type.bind(Map.of("hom", "nest")))
                .hasMessage("flyHome has no parameter 'hom'; did you mean 'home'?");
    }

    @Test
    void saysWhichValueIsWrong() {
        assertThatThrownBy(() -> type.bind(Map.of("home", "nest", "within", "soon")))
                .hasMessageContaining("'within' cannot be \"soon\"")
                .hasMessageContaining("write it like 500ms, 30s");
        assertThatThrownBy(() -> type.bind(Map.of("home", "nest", "stages", List.of(Map.of("word", "antica")))))
                .hasMessageContaining("no parameter 'stages[0].word'");
    }

    @Test
    void letsTheRecordRefuse() {
        assertThatThrownBy(() -> type.bind(Map.of("home", "nest", "birds", 101)))
                .isInstanceOf(InvalidParameter.class)
                .hasMessage("birds is at most 100, not 101");
    }

    @Test
    void namesTheNearestStep() {
        assertThatThrownBy(() -> new Catalogue(List.of(FlyHome.class)).get("flyHom"))
                .hasMessageContaining("did you mean 'flyHome'?");
    }
}
