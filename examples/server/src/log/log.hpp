#pragma once

#include <cstdio>
#include <ctime>
#include <mutex>
#include <string>
#include <string_view>

#include "util/text.hpp"

namespace canary {

enum class Level { info, warning, error };

/// One line as the real server writes it. Mind the date: year, day, month. The line ends with a blank.
std::string logLine(const std::tm& local, int milliseconds, Level level, std::string_view message, bool colour);

/// Writes the log to a stream, whole lines at a time; any thread may use it.
class Log {
public:
    explicit Log(std::FILE* to);

    template <typename... Parts>
    void info(const Parts&... parts) {
        write(Level::info, text::concat(parts...));
    }
    template <typename... Parts>
    void warn(const Parts&... parts) {
        write(Level::warning, text::concat(parts...));
    }
    template <typename... Parts>
    void error(const Parts&... parts) {
        write(Level::error, text::concat(parts...));
    }

private:
    void write(Level level, std::string_view message);

    std::FILE* to_;
    bool colour_;
    std::mutex mutex_;
};

}  // namespace canary
