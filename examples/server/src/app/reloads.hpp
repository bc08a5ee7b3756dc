#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "config/config.hpp"
#include "game/data_pack.hpp"

namespace canary {

/// Reloads content while the server runs. Belongs to the game loop's thread.
class Reloads {
public:
    Reloads(Config& config, DataPack& pack, Log& log) : config_(config), pack_(pack), log_(log) {}

    /// What SIGHUP does: everything is said to be reloaded whether it was or not, as in the real server.
    void onHangUp();

    /// What Game.reload does for a word such as "scripts" or "config"; nothing if there is no such word.
    /// "scripts" succeeds even if every file has a fault; only the log tells.
    std::optional<bool> reload(std::string_view word);

private:
    bool reloadAll();
    bool chatty() const { return config_.flag("showScriptsLogInConsole"); }

    Config& config_;
    DataPack& pack_;
    Log& log_;
};

/// Does what the Lua agent does that Aviary installs on a real server: reloads when a request file asks for it, and
/// says how it went.
class ReloadAgent {
public:
    /// @param folder where reload.request is looked for and reload.ack is written
    ReloadAgent(std::filesystem::path folder, Reloads& reloads, Log& log);

    /// Looks whether there is a request, and if so answers it.
    void poll();

private:
    std::filesystem::path folder_;
    Reloads& reloads_;
    Log& log_;
};

}  // namespace canary
