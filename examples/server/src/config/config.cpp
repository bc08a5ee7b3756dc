#include "config/config.hpp"

#include "config/settings.hpp"
#include "lua/lua_reader.hpp"
#include "util/files.hpp"

namespace canary {
namespace {
constexpr std::size_t largest = 1 << 20;
}

Config::Config(std::filesystem::path file, Log& log) : file_(std::move(file)), log_(log) {
    for (const Setting& setting : settings()) {
        values_.emplace(setting.key, setting.otherwise);
    }
}

bool Config::load() { return read(true); }

bool Config::reload() { return read(false); }

bool Config::read(bool first) {
    const auto content = files::read(file_, largest);
    if (!content) {
        log_.error("[ConfigManager::load] - cannot open ", file_.string());
        return false;
    }
    std::map<std::string, LuaValue, std::less<>> found;
    try {
        for (auto& [name, value] : readAssignments(*content, file_.string())) {
            found.insert_or_assign(name, std::move(value));
        }
    } catch (const LuaError& error) {
        // The old values stay. The real server's SIGHUP says "Reloaded config" all the same, and so does ours.
        log_.error("[ConfigManager::load] - ", error.what());
        return false;
    }
    const std::lock_guard guard(mutex_);
    for (const Setting& setting : settings()) {
        if (!first && setting.startupOnly) {
            continue;
        }
        const auto given = found.find(setting.key);
        const bool usable = given != found.end() && given->second.sameKind(setting.otherwise);
        if (given != found.end() && !usable && !given->second.isNil()) {
            log_.warn("[ConfigManager::load] - ", setting.key, " has a value of the wrong type, its default is used");
        }
        values_.insert_or_assign(std::string(setting.key), usable ? given->second : setting.otherwise);
    }
    return true;
}

LuaValue Config::value(std::string_view key) const {
    const std::lock_guard guard(mutex_);
    const auto found = values_.find(key);
    return found == values_.end() ? LuaValue() : found->second;
}

}  // namespace canary
