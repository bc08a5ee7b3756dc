#include "log/log.hpp"

#include <unistd.h>

#include <chrono>

namespace canary {
namespace {

std::string_view name(Level level) {
    switch (level) {
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
        case Level::info:
            break;
    }
    return "info";
}

std::string_view colourOf(Level level) {
    switch (level) {
        case Level::warning:
            return "\033[33m\033[1m";
        case Level::error:
            return "\033[31m\033[1m";
        case Level::info:
            break;
    }
    return "\033[32m";
}

}  // namespace

std::string logLine(const std::tm& local, int milliseconds, Level level, std::string_view message, bool colour) {
    char stamp[96];
    std::snprintf(stamp, sizeof stamp, "[%04d-%02d-%02d %02d:%02d:%02d.%03d] [", local.tm_year + 1900, local.tm_mday,
                  local.tm_mon + 1, local.tm_hour, local.tm_min, local.tm_sec, milliseconds);
    std::string line = stamp;
    if (colour) {
        line.append(colourOf(level)).append(name(level)).append("\033[m");
    } else {
        line.append(name(level));
    }
    return line.append("] ").append(message).append(" \n");
}

Log::Log(std::FILE* to) : to_(to), colour_(isatty(fileno(to)) == 1) {}

void Log::write(Level level, std::string_view message) {
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
    std::tm local{};
    localtime_r(&seconds, &local);
    const std::string line = logLine(local, static_cast<int>(since.count() % 1000), level, message, colour_);
    const std::lock_guard guard(mutex_);
    std::fwrite(line.data(), 1, line.size(), to_);
    std::fflush(to_);
}

}  // namespace canary
