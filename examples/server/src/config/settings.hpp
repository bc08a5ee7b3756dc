#pragma once

#include <span>
#include <string_view>

#include "lua/lua_value.hpp"

namespace canary {

/// A key of config.lua: its value when the file says nothing, and whether it only counts when the server starts.
struct Setting {
    std::string_view key;
    LuaValue otherwise;
    bool startupOnly;
};

std::span<const Setting> settings();

}  // namespace canary
