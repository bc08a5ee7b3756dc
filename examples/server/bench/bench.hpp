#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace canary::bench {

/// Something to be measured: its name, and a call that does it once and tells a number, so that the compiler cannot
/// leave it out.
struct Benchmark {
    std::string name;
    std::function<std::uint64_t()> once;
};

struct Options {
    std::string out;
    std::string filter = ".*";
    int repetitions = 1;
    double minSeconds = 0.1;
};

/// One repetition, or what several come to.
struct Figure {
    std::string name;
    std::string runName;
    std::string aggregate;  ///< "mean" and so on; empty for a repetition
    int family = 0;
    int repetition = 0;
    std::uint64_t iterations = 0;
    double realNanoseconds = 0;
    double cpuNanoseconds = 0;
};

/// Measures the benchmarks whose names match the filter.
std::vector<Figure> measure(const std::vector<Benchmark>& benchmarks, const Options& options);

/// The figures in the JSON form of Google Benchmark.
std::string asJson(const std::vector<Figure>& figures, const Options& options, const std::string& executable);

/// The functions of the server that are measured.
std::vector<Benchmark> benchmarks();

}  // namespace canary::bench
