#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "log/log.hpp"
#include "lua/lua_value.hpp"

namespace canary {

/// The values of config.lua. Any thread may read them while another reloads.
class Config {
public:
    Config(std::filesystem::path file, Log& log);

    /// Reads the file the first time. Says whether it could; if not, the reason is in the log.
    bool load();
    /// Reads the file again: keys that only count at the start keep their values. Says whether it could.
    bool reload();

    [[nodiscard]] std::string text(std::string_view key) const { return value(key).text(); }
    [[nodiscard]] std::int64_t number(std::string_view key) const { return value(key).integer(); }
    [[nodiscard]] double decimal(std::string_view key) const { return value(key).number(); }
    [[nodiscard]] bool flag(std::string_view key) const { return value(key).flag(); }

private:
    [[nodiscard]] LuaValue value(std::string_view key) const;
    bool read(bool first);

    std::filesystem::path file_;
    Log& log_;
    mutable std::mutex mutex_;
    std::map<std::string, LuaValue, std::less<>> values_;
};

}  // namespace canary
