#include "log/log.hpp"

#include "check.hpp"

using namespace canary;

TEST(log_writes_year_day_month) {
    std::tm time{};
    time.tm_year = 126;
    time.tm_mon = 7;
    time.tm_mday = 15;
    time.tm_hour = 6;
    time.tm_sec = 1;
    SAME(logLine(time, 7, Level::info, "Sample server online!", false),
         "[2026-15-08 06:00:01.007] [info] Sample server online! \n");
    SAME(logLine(time, 123, Level::warning, "x", false), "[2026-15-08 06:00:01.123] [warning] x \n");
    SAME(logLine(time, 123, Level::error, "x", true), "[2026-15-08 06:00:01.123] [\033[31m\033[1merror\033[m] x \n");
}
