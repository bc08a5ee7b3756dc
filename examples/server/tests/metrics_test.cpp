#include "metrics/metrics.hpp"

#include "check.hpp"
#include "net/metrics_service.hpp"

using namespace canary;

namespace {
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
}  // namespace

TEST(histogram_counts_into_buckets) {
    Histogram histogram;
    histogram.observe(100);
    histogram.observe(101);
    histogram.observe(99'000'000);
    SAME(histogram.atMost(0), std::uint64_t{1});
    SAME(histogram.atMost(1), std::uint64_t{2});
    SAME(histogram.atMost(Histogram::bounds().size() - 1), std::uint64_t{2});
    SAME(histogram.count(), std::uint64_t{3});
    SAME(histogram.sum(), 99000201.0);
}

TEST(metrics_are_exposed) {
    Metrics metrics;
    metrics.observe("task_latency", {{"task", "Game::tick"}}, 120);
    metrics.add("monster_death", {{"name", "Rat"}, {"killer", "Alia"}}, 2);
    const std::string text = metrics.exposition();
    HOLDS(has(text, "# TYPE task_latency_microseconds histogram\n"));
    HOLDS(has(text, "task_latency_microseconds_bucket{task=\"Game::tick\",le=\"100\"} 0\n"));
    HOLDS(has(text, "task_latency_microseconds_bucket{task=\"Game::tick\",le=\"100000\"} 1\n"));
    HOLDS(has(text, "task_latency_microseconds_bucket{task=\"Game::tick\",le=\"+Inf\"} 1\n"));
    HOLDS(has(text, "task_latency_microseconds_sum{task=\"Game::tick\"} 120\n"));
    HOLDS(has(text, "task_latency_microseconds_count{task=\"Game::tick\"} 1\n"));
    HOLDS(has(text, "# TYPE monster_death_total counter\nmonster_death_total{name=\"Rat\",killer=\"Alia\"} 2\n"));
    HOLDS(has(MetricsService(metrics).answer("GET /metrics HTTP/1.1"), "HTTP/1.1 200 OK\r\n"));
    HOLDS(has(MetricsService(metrics).answer("GET / HTTP/1.1"), "HTTP/1.1 404 Not Found\r\n"));
}

TEST(metrics_escape_labels) {
    Metrics metrics;
    metrics.observe("query_latency", {{"truncated_query", "SELECT \"a\\b\"\n"}}, 1);
    HOLDS(has(metrics.exposition(), "{truncated_query=\"SELECT \\\"a\\\\b\\\"\\n\"}"));
}

TEST(metrics_bound_series) {
    Metrics metrics;
    for (int i = 0; i < 5000; ++i) {
        metrics.add("player_loot", {{"player", text::concat(i)}}, 1);
    }
    const std::string text = metrics.exposition();
    HOLDS(has(text, "player=\"1999\""));
    HOLDS(!has(text, "player=\"2000\""));
}
