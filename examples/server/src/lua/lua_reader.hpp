#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lua/lua_lexer.hpp"
#include "lua/lua_value.hpp"

namespace canary {

/// Reads "name = value" lines, as in config.lua.
/// @throws LuaError naming file and line
std::vector<std::pair<std::string, LuaValue>> readAssignments(std::string_view source, std::string_view chunk);

/// Reads "return value", as in the table files of a data pack.
/// @throws LuaError naming file and line
LuaValue readReturn(std::string_view source, std::string_view chunk);

}  // namespace canary
