#include "metrics/histogram.hpp"

#include <algorithm>
#include <numeric>

namespace canary {
namespace {
constexpr std::array<double, 16> upper = {100,   250,    500,    1000,   2500,    5000,    10000,   25000,
                                          50000, 100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000};
}

std::span<const double> Histogram::bounds() { return upper; }

void Histogram::observe(double microseconds) {
    const auto bucket = std::lower_bound(upper.begin(), upper.end(), microseconds) - upper.begin();
    ++counts_[static_cast<std::size_t>(bucket)];
    ++count_;
    sum_ += microseconds;
}

std::uint64_t Histogram::atMost(std::size_t index) const {
    const auto end = std::min(index + 1, counts_.size());
    return std::accumulate(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(end), std::uint64_t{0});
}

}  // namespace canary
