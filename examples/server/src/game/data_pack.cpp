#include "game/data_pack.hpp"

#include "lua/lua_reader.hpp"
#include "util/files.hpp"

namespace canary {
namespace {
constexpr std::size_t largestFile = 4 << 20;
}

bool TableFolder::load(const std::vector<std::filesystem::path>& folders, bool again, bool chatty, Log& log) {
    tables_.clear();
    bool good = true;
    for (const auto& folder : folders) {
        for (const auto& file : files::under(folder, ".lua")) {
            const std::string name = file.filename().string();
            if (name.starts_with('#')) {
                if (chatty) {
                    log.info("[script]: ", name, " [disabled]");
                }
                continue;
            }
            try {
                const auto content = files::read(file, largestFile);
                tables_[file.stem().string()] = readReturn(content.value_or(""), file.string());
                if (chatty) {
                    log.info(again ? "[script reloaded]: " : "[script loaded]: ", name);
                }
            } catch (const LuaError& error) {
                log.error(std::filesystem::absolute(file).string());
                log.error(error.what());
                good = false;
            }
        }
    }
    return good;
}

const LuaValue& TableFolder::operator[](std::string_view name) const {
    static const LuaValue nil;
    const auto found = tables_.find(name);
    return found == tables_.end() ? nil : found->second;
}

DataPack::DataPack(std::filesystem::path core, std::filesystem::path pack, Log& log)
    : core_(std::move(core)), pack_(std::move(pack)), log_(log) {}

bool DataPack::load(bool chatty) {
    bool good = items_.load(folders("items"), false, chatty, log_);
    good = scripts_.load(folders("scripts"), false, chatty, log_) && good;
    good = monsters_.load(folders("monster"), false, chatty, log_) && good;
    return npcs_.load(folders("npc"), false, chatty, log_) && good;
}

}  // namespace canary
