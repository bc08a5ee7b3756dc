#include "app/reloads.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "util/files.hpp"
#include "util/text.hpp"

namespace canary {
namespace {

using Names = std::pair<std::string_view, std::string_view>;

/// The words that ask for a reload, and what the log calls it.
constexpr std::array<Names, 33> words = {{
    {"all", "All"},           {"chat", "Chat"},           {"channel", "Chat"},         {"chatchannels", "Chat"},
    {"config", "Config"},     {"configuration", "Config"}, {"core", "Core"},           {"global", "Core"},
    {"lib", "Core"},          {"libs", "Core"},           {"events", "Events"},        {"familiar", "Familiars"}, {"familiars", "Familiars"},
    {"group", "Groups"},      {"groups", "Groups"},       {"imbuements", "Imbuements"}, {"item", "Items"},
    {"items", "Items"},       {"module", "Modules"},      {"modules", "Modules"},      {"monster", "Monsters"},
    {"monsters", "Monsters"}, {"mount", "Mounts"},        {"mounts", "Mounts"},        {"npc", "NPCs"},
    {"npcs", "NPCs"},         {"outfit", "Outfits"},      {"outfits", "Outfits"},      {"raid", "Raids"},
    {"raids", "Raids"},       {"script", "Scripts"},      {"scripts", "Scripts"},      {"vocations", "Vocations"},
}};

std::string_view nameOf(std::string_view word) {
    const auto* found = std::find_if(words.begin(), words.end(), [&](const Names& names) { return names.first == word; });
    return found == words.end() ? std::string_view() : found->second;
}

bool isToken(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

}  // namespace

void Reloads::onHangUp() {
    config_.reload();
    log_.info("Reloaded config");
    log_.info("Reloaded raids");
    pack_.reloadItems(chatty());
    log_.info("Reloaded items");
    for (const char* what : {"mounts", "events", "chatchannels", "core.lua"}) {
        log_.info("Reloaded ", what);
    }
}

std::optional<bool> Reloads::reload(std::string_view word) {
    const std::string_view name = nameOf(word);
    if (name.empty()) {
        return std::nullopt;
    }
    bool good = true;
    if (name == "All") {
        return reloadAll();
    }
    if (name == "Config") {
        good = config_.reload();
    } else if (name == "Scripts") {
        pack_.reloadScripts(chatty());
        pack_.reloadMonsters(chatty());
        pack_.reloadNpcs(chatty());
        pack_.reloadItems(chatty());
    } else if (name == "Monsters") {
        good = pack_.reloadMonsters(chatty());
    } else if (name == "NPCs") {
        good = pack_.reloadNpcs(chatty());
    } else if (name == "Items") {
        good = pack_.reloadItems(chatty());
    }
    if (!good) {
        log_.error("Failed to reload: ", name);
    } else if (name != "Core") {
        // A reload of the core that succeeds says nothing.
        log_.info("Reloaded: ", name);
    }
    return good;
}

bool Reloads::reloadAll() {
    bool any = false;
    for (const char* word : {"chat", "config", "events", "modules", "outfits", "mounts", "familiars", "imbuements",
                             "vocations", "core", "groups", "scripts", "items", "monsters", "npcs", "raids"}) {
        std::string upper(word);
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        log_.info("Reloading: RELOAD_TYPE_", upper);
        // One success is enough, as in the real server.
        any = reload(word).value_or(false) || any;
    }
    return any;
}

ReloadAgent::ReloadAgent(std::filesystem::path folder, Reloads& reloads, Log& log)
    : folder_(std::move(folder)), reloads_(reloads), log_(log) {}

void ReloadAgent::poll() {
    constexpr std::size_t largestRequest = 256;
    const auto file = folder_ / "reload.request";
    const auto request = files::read(file, largestRequest);
    if (!request || !request->ends_with('\n')) {
        // Nothing, or somebody is still writing it.
        return;
    }
    const std::string line = text::trimmed(*request);
    const auto blank = line.find(' ');
    const std::string token = line.substr(0, blank);
    const std::string word = blank == std::string::npos ? "" : text::trimmed(line.substr(blank));
    std::error_code error;
    std::filesystem::remove(file, error);
    if (!isToken(token) || error) {
        return;
    }
    const bool good = reloads_.reload(word).value_or(false);
    if (!files::replace(folder_ / "reload.ack", text::concat(token, good ? " ok " : " failed ", word, "\n"))) {
        log_.warn("The reload was made, but ", (folder_ / "reload.ack").string(), " cannot be written");
    }
}

}  // namespace canary
