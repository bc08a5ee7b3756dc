#pragma once

#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "metrics/histogram.hpp"
#include "util/stopwatch.hpp"

namespace canary {

/// Label names and values.
using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Collects the server's figures, under the names the real server's exporter gives them. Any thread may use it.
class Metrics {
public:
    /// Adds a duration to a histogram, such as task_latency{task="..."}.
    void observe(std::string_view name, Labels labels, double microseconds);
    /// Adds to a counter, such as monster_death{name="..."}.
    void add(std::string_view name, Labels labels, double amount);

    /// Everything in Prometheus's text format.
    [[nodiscard]] std::string exposition() const;

private:
    // Names of players and queries become labels, as in the real server; a bound keeps that from growing for ever.
    static constexpr std::size_t mostSeries = 2000;

    template <typename Value>
    using Family = std::map<std::string, std::map<std::string, Value>, std::less<>>;

    mutable std::mutex mutex_;
    Family<Histogram> histograms_;
    Family<double> counters_;
};

/// Measures the time until the end of a scope.
class Timing {
public:
    Timing(Metrics& metrics, std::string_view name, std::string_view label, std::string_view value)
        : metrics_(metrics), name_(name), label_(label), value_(value) {}
    Timing(const Timing&) = delete;
    Timing& operator=(const Timing&) = delete;
    ~Timing() { metrics_.observe(name_, {{label_, value_}}, stopwatch_.microseconds()); }

private:
    Metrics& metrics_;
    std::string_view name_;
    std::string_view label_;
    std::string value_;
    Stopwatch stopwatch_;
};

}  // namespace canary
