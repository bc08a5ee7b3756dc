#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "log/log.hpp"
#include "lua/lua_value.hpp"

namespace canary {

/// The table files of one kind of content, such as scripts or monsters, by file name without ending.
class TableFolder {
public:
    /// Takes the files of the folders anew. What was there before is gone, and a file with a fault in it stays out: so
    /// a bad file takes its content away, as in the real server. The fault is in the log, in two lines.
    /// @return whether every file could be read
    bool load(const std::vector<std::filesystem::path>& folders, bool again, bool chatty, Log& log);

    /// A table by its file's name; nil if it is not there.
    [[nodiscard]] const LuaValue& operator[](std::string_view name) const;
    [[nodiscard]] const std::map<std::string, LuaValue, std::less<>>& all() const { return tables_; }

private:
    std::map<std::string, LuaValue, std::less<>> tables_;
};

/// What the server plays: the table files of the core folder and of the data pack.
class DataPack {
public:
    DataPack(std::filesystem::path core, std::filesystem::path pack, Log& log);

    /// Reads everything. Says whether every file could be read.
    bool load(bool chatty);

    bool reloadScripts(bool chatty) { return scripts_.load(folders("scripts"), true, chatty, log_); }
    bool reloadMonsters(bool chatty) { return monsters_.load(folders("monster"), true, chatty, log_); }
    bool reloadNpcs(bool chatty) { return npcs_.load(folders("npc"), true, chatty, log_); }
    bool reloadItems(bool chatty) { return items_.load(folders("items"), true, chatty, log_); }

    [[nodiscard]] const TableFolder& scripts() const { return scripts_; }
    [[nodiscard]] const TableFolder& monsters() const { return monsters_; }
    [[nodiscard]] const TableFolder& npcs() const { return npcs_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return pack_; }

private:
    [[nodiscard]] std::vector<std::filesystem::path> folders(const char* name) const { return {core_ / name, pack_ / name}; }

    std::filesystem::path core_;
    std::filesystem::path pack_;
    Log& log_;
    TableFolder scripts_;
    TableFolder monsters_;
    TableFolder npcs_;
    TableFolder items_;
};

}  // namespace canary
