#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.hpp"

namespace canary {

/// A migration file: its number and where it is.
struct Migration {
    int number;
    std::filesystem::path file;
};

/// The migrations of a data pack, in the order of their numbers. Files that are not called NUMBER.lua are left out.
std::vector<Migration> migrationsOf(const std::filesystem::path& dataPack);

/// The statements of a migration that does nothing but call db.query with literal texts; nothing if it does more. This
/// server has no Lua: what is more than that, it leaves to a tool that has.
/// @throws LuaError if the file is not even cut into Lua's words
std::optional<std::vector<std::string>> plainStatements(std::string_view source, std::string_view chunk);

/// Whether the database has tables at all.
bool isDatabaseSetUp(Database& database);

/// Brings the database to the version of the data pack. As in the real server a statement that fails is logged, and
/// the version advances all the same; see README.md.
/// @return why the server cannot start, or nothing
std::optional<std::string> updateDatabase(Database& database, const std::filesystem::path& dataPack, Log& log);

}  // namespace canary
