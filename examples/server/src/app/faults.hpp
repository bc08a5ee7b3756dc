#pragma once

#include <memory>
#include <vector>

#include "log/log.hpp"
#include "util/stopwatch.hpp"

namespace canary {

/// Does in each tick what a bad release does; nothing in a good one.
class Faults {
public:
    explicit Faults(Log& log) : log_(log) {}

    void tick();

private:
    void leak();
    void reportScriptError();

    Log& log_;
    Clock::time_point begun_ = Clock::now();
    Clock::time_point lastScriptError_ = Clock::now();
    std::vector<std::unique_ptr<char[]>> leaked_;
};

}  // namespace canary
