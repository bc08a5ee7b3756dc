#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace canary {

/// Counts durations, in microseconds, by how long they were.
class Histogram {
public:
    /// The upper bounds of the buckets, in microseconds; there is one more bucket for what is longer than the last.
    static std::span<const double> bounds();

    void observe(double microseconds);

    /// How many were at most as long as the bound with the given index.
    [[nodiscard]] std::uint64_t atMost(std::size_t index) const;
    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] double sum() const { return sum_; }

private:
    static constexpr std::size_t buckets = 17;

    std::array<std::uint64_t, buckets> counts_{};
    std::uint64_t count_ = 0;
    double sum_ = 0;
};

}  // namespace canary
