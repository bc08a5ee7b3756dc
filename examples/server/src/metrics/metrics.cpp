#include "metrics/metrics.hpp"

#include "util/text.hpp"

namespace canary {
namespace {

std::string escaped(std::string_view value) {
    std::string result;
    for (const char c : value) {
        if (c == '\\' || c == '"') {
            result.push_back('\\');
        }
        if (c == '\n') {
            result.append("\\n");
        } else if (static_cast<unsigned char>(c) >= ' ') {
            result.push_back(c);
        }
    }
    return result;
}

std::string written(Labels labels) {
    std::string result;
    for (const auto& [name, value] : labels) {
        text::append(result, text::concat(result.empty() ? "" : ",", name, "=\"", escaped(value), "\""));
    }
    return result;
}

/// The series to add to, or a null pointer if there are too many already.
template <typename Value>
Value* series(std::map<std::string, Value>& family, const std::string& labels, std::size_t most) {
    const auto found = family.find(labels);
    if (found != family.end()) {
        return &found->second;
    }
    return family.size() < most ? &family[labels] : nullptr;
}

void writeHistogram(std::string& out, std::string_view name, const std::string& labels, const Histogram& histogram) {
    const std::string comma = labels.empty() ? "" : ",";
    const auto bounds = Histogram::bounds();
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        out.append(text::concat(name, "_bucket{", labels, comma, "le=\"", bounds[i], "\"} ", histogram.atMost(i), "\n"));
    }
    out.append(text::concat(name, "_bucket{", labels, comma, "le=\"+Inf\"} ", histogram.count(), "\n"));
    out.append(text::concat(name, "_sum{", labels, "} ", histogram.sum(), "\n"));
    out.append(text::concat(name, "_count{", labels, "} ", histogram.count(), "\n"));
}

}  // namespace

void Metrics::observe(std::string_view name, Labels labels, double microseconds) {
    const std::string key = written(labels);
    const std::lock_guard guard(mutex_);
    if (Histogram* histogram = series(histograms_[text::concat(name, "_microseconds")], key, mostSeries)) {
        histogram->observe(microseconds);
    }
}

void Metrics::add(std::string_view name, Labels labels, double amount) {
    const std::string key = written(labels);
    const std::lock_guard guard(mutex_);
    if (double* counter = series(counters_[text::concat(name, "_total")], key, mostSeries)) {
        *counter += amount;
    }
}

std::string Metrics::exposition() const {
    std::string out = "# TYPE target_info gauge\ntarget_info{service_name=\"canary\"} 1\n";
    const std::lock_guard guard(mutex_);
    for (const auto& [name, family] : histograms_) {
        out.append(text::concat("# TYPE ", name, " histogram\n"));
        for (const auto& [labels, histogram] : family) {
            writeHistogram(out, name, labels, histogram);
        }
    }
    for (const auto& [name, family] : counters_) {
        out.append(text::concat("# TYPE ", name, " counter\n"));
        for (const auto& [labels, value] : family) {
            out.append(text::concat(name, "{", labels, "} ", value, "\n"));
        }
    }
    return out;
}

}  // namespace canary
