package io.jenkins.plugins.aviary.rollout.judge.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.rollout.judge.Direction;
import io.jenkins.plugins.aviary.rollout.judge.MetricSeries;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SeriesChartTest {
    @Test
    void isWellFormedWhateverMetricsAreCalledAndLeavesGaps() throws Exception {
        MetricSeries metric = new MetricSeries(
                "a<script>\"&'\u0007",
                Direction.EITHER,
                false,
                List.of(1.0, 2.0, Double.NaN, 3.0),
                List.of(Double.NaN, Double.NaN));
        String svg =
                SeriesChart.svg(metric, List.of(new SeriesChart.Mark(2, "50 % </svg>"), new SeriesChart.Mark(9, "x")));
        Document document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(1);
        String path = document.getElementsByTagName("path")
                .item(0)
                .getAttributes()
                .getNamedItem("d")
                .getNodeValue();
        assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
        assertThat(document.getElementsByTagName("line").getLength()).isEqualTo(3);
    }

    @Test
    void drawsConstantAndEmptySeries() {
        MetricSeries flat = new MetricSeries("flat", Direction.EITHER, false, List.of(5.0, 5.0), List.of());
        assertThat(SeriesChart.svg(flat, List.of())).contains("<path").doesNotContain("NaN");
    }
}
