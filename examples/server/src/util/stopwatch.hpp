#pragma once

#include <chrono>
#include <string>

#include "util/text.hpp"

namespace canary {

using Clock = std::chrono::steady_clock;

/// Measures how long something takes.
class Stopwatch {
public:
    [[nodiscard]] double microseconds() const {
        return std::chrono::duration<double, std::micro>(Clock::now() - begun_).count();
    }

    /// As the real server says it in its log: "12.5 milliseconds" up to a second, then "1.25 seconds".
    [[nodiscard]] std::string spoken() const {
        const double milliseconds = microseconds() / 1000.0;
        if (milliseconds > 1000.0) {
            return text::decimals(milliseconds / 1000.0, 2) + " seconds";
        }
        return text::concat(static_cast<double>(static_cast<long long>(milliseconds * 1000)) / 1000, " milliseconds");
    }

private:
    Clock::time_point begun_ = Clock::now();
};

}  // namespace canary
