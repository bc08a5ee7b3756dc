#include "bench.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <numeric>
#include <regex>

namespace canary::bench {
namespace {

constexpr std::uint64_t mostIterations = 1'000'000'000;

double cpuNow() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

struct Sample {
    double real;
    double cpu;
};

/// Runs a benchmark a number of times. A build with a seeded regression runs some of them twice: that is exactly the
/// percentage slower, whatever the function and the machine.
Sample sample(const Benchmark& benchmark, std::uint64_t iterations) {
    constexpr std::uint64_t extra = SAMPLE_BENCH_SLOWDOWN_PERCENT;
    volatile std::uint64_t sink = 0;
    std::uint64_t owed = 0;
    const double cpu = cpuNow();
    const auto begun = std::chrono::steady_clock::now();
    for (std::uint64_t i = 0; i < iterations; ++i) {
        sink = sink + benchmark.once();
        for (owed += extra; owed >= 100; owed -= 100) {
            sink = sink + benchmark.once();
        }
    }
    const std::chrono::duration<double, std::nano> real = std::chrono::steady_clock::now() - begun;
    return {real.count(), cpuNow() - cpu};
}

std::uint64_t iterationsFor(const Benchmark& benchmark, double seconds) {
    std::uint64_t iterations = 1;
    while (iterations < mostIterations) {
        const double took = sample(benchmark, iterations).real / 1e9;
        if (took >= seconds / 10) {
            return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(static_cast<double>(iterations) * seconds / took));
        }
        iterations *= 10;
    }
    return iterations;
}

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double deviation(const std::vector<double>& values) {
    const double middle = mean(values);
    double sum = 0;
    for (const double value : values) {
        sum += (value - middle) * (value - middle);
    }
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

void addAggregates(std::vector<Figure>& figures, const Figure& like, const std::vector<double>& real,
                   const std::vector<double>& cpu) {
    const auto add = [&](const std::string& name, double realValue, double cpuValue) {
        Figure figure = like;
        figure.aggregate = name;
        figure.name = like.runName + "_" + name;
        figure.iterations = real.size();
        figure.realNanoseconds = realValue;
        figure.cpuNanoseconds = cpuValue;
        figures.push_back(figure);
    };
    add("mean", mean(real), mean(cpu));
    add("median", median(real), median(cpu));
    add("stddev", deviation(real), deviation(cpu));
    add("cv", deviation(real) / mean(real), deviation(cpu) / mean(cpu));
}

}  // namespace

std::vector<Figure> measure(const std::vector<Benchmark>& benchmarks, const Options& options) {
    const std::regex filter(options.filter);
    std::vector<Figure> figures;
    int family = 0;
    for (const Benchmark& benchmark : benchmarks) {
        if (!std::regex_search(benchmark.name, filter)) {
            continue;
        }
        const std::uint64_t iterations = iterationsFor(benchmark, options.minSeconds);
        std::vector<double> real;
        std::vector<double> cpu;
        Figure figure{benchmark.name, benchmark.name, "", family++, 0, iterations, 0, 0};
        for (int repetition = 0; repetition < options.repetitions; ++repetition) {
            const Sample taken = sample(benchmark, iterations);
            figure.repetition = repetition;
            figure.realNanoseconds = taken.real / static_cast<double>(iterations);
            figure.cpuNanoseconds = taken.cpu / static_cast<double>(iterations);
            figures.push_back(figure);
            real.push_back(figure.realNanoseconds);
            cpu.push_back(figure.cpuNanoseconds);
        }
        if (options.repetitions > 1) {
            addAggregates(figures, figure, real, cpu);
        }
    }
    return figures;
}

}  // namespace canary::bench
