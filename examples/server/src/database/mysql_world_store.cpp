#include "database/mysql_world_store.hpp"

#include <chrono>

#include "util/text.hpp"

namespace canary {
namespace {

std::int64_t nowSeconds() {
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::string asBytes(const std::vector<Item>& items) {
    std::string bytes;
    for (const Item& item : items) {
        const std::string attributes = serialised(item.attributes);
        for (const std::size_t number : {std::size_t{item.type}, std::size_t{item.count}, attributes.size()}) {
            bytes.push_back(static_cast<char>(number & 0xff));
            bytes.push_back(static_cast<char>(number >> 8));
        }
        bytes.append(attributes);
    }
    return bytes;
}

std::vector<Item> asItems(std::string_view bytes) {
    const auto u16 = [&](std::size_t at) {
        return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) |
                                          static_cast<unsigned char>(bytes[at + 1]) << 8);
    };
    std::vector<Item> items;
    while (bytes.size() >= 6) {
        const std::size_t size = u16(4);
        if (bytes.size() < 6 + size) {
            break;
        }
        items.push_back({u16(0), u16(2), deserialised(bytes.substr(6, size)).value_or(ItemAttributes{})});
        bytes.remove_prefix(6 + size);
    }
    return items;
}

}  // namespace

std::vector<Guild> MySqlWorldStore::loadGuilds() {
    std::vector<Guild> guilds;
    const auto rows = database_.store("SELECT `id`, `name`, `ownerid`, `balance` FROM `guilds`");
    for (std::size_t i = 0; rows && i < rows->rows.size(); ++i) {
        guilds.push_back({static_cast<int>(rows->number(i, "id")), rows->text(i, "name"),
                          static_cast<int>(rows->number(i, "ownerid")), rows->number(i, "balance")});
    }
    return guilds;
}

std::optional<Guild> MySqlWorldStore::createGuild(const std::string& name, int ownerId) {
    if (!database_.execute(text::concat("INSERT INTO `guilds` (`name`, `ownerid`, `creationdata`) VALUES (",
                                        database_.quoted(name), ", ", ownerId, ", ", nowSeconds(), ")"))) {
        return std::nullopt;
    }
    return Guild{static_cast<int>(database_.lastInsertId()), name, ownerId, 0};
}

bool MySqlWorldStore::saveGuild(const Guild& guild) {
    return database_.execute(
        text::concat("UPDATE `guilds` SET `balance` = ", guild.balance, " WHERE `id` = ", guild.id));
}

std::vector<House> MySqlWorldStore::loadHouses() {
    std::vector<House> houses;
    const auto rows = database_.store(
        "SELECT h.`id`, h.`owner`, h.`name`, t.`data` FROM `houses` h LEFT JOIN `tile_store` t ON t.`house_id` = h.`id`"
        " ORDER BY h.`id`");
    for (std::size_t i = 0; rows && i < rows->rows.size(); ++i) {
        houses.push_back({static_cast<int>(rows->number(i, "id")), static_cast<int>(rows->number(i, "owner")),
                          rows->text(i, "name"), asItems(rows->text(i, "data"))});
    }
    return houses;
}

bool MySqlWorldStore::saveHouses(const std::vector<House>& houses) {
    return database_.atomically([&] {
        if (!database_.execute("DELETE FROM `tile_store`")) {
            return false;
        }
        for (const House& house : houses) {
            const bool saved =
                database_.execute(text::concat("UPDATE `houses` SET `owner` = ", house.ownerId,
                                               " WHERE `id` = ", house.id)) &&
                (house.items.empty() ||
                 database_.execute(text::concat("INSERT INTO `tile_store` (`house_id`, `data`) VALUES (", house.id,
                                                ", X'", text::hex(asBytes(house.items)), "')")));
            if (!saved) {
                return false;
            }
        }
        return true;
    });
}

std::int64_t MySqlWorldStore::loadValue(const std::string& key) {
    const auto rows =
        database_.store(text::concat("SELECT `value` FROM `kv_store` WHERE `key_name` = ", database_.quoted(key)));
    return rows && !rows->rows.empty() ? rows->number(0, "value") : 0;
}

bool MySqlWorldStore::saveValue(const std::string& key, std::int64_t value) {
    return database_.execute(text::concat("REPLACE INTO `kv_store` (`key_name`, `timestamp`, `value`) VALUES (",
                                          database_.quoted(key), ", ", nowSeconds(), ", '", value, "')"));
}

bool MySqlWorldStore::saveOnline(const std::vector<int>& playerIds) {
    std::string all;
    std::string values;
    for (const int id : playerIds) {
        all.append(text::concat(all.empty() ? "" : ",", id));
        values.append(text::concat(values.empty() ? "(" : ",(", id, ")"));
    }
    if (playerIds.empty()) {
        return database_.execute("DELETE FROM `players_online`");
    }
    return database_.execute(text::concat("DELETE FROM `players_online` WHERE `player_id` NOT IN (", all, ")")) &&
           database_.execute(text::concat("INSERT IGNORE INTO `players_online` (`player_id`) VALUES ", values));
}

std::int64_t MySqlWorldStore::loadRecord() {
    const auto rows = database_.store("SELECT `value` FROM `server_config` WHERE `config` = 'players_record'");
    return rows && !rows->rows.empty() ? rows->number(0, "value") : 0;
}

bool MySqlWorldStore::saveRecord(std::int64_t players) {
    return database_.execute(
        text::concat("UPDATE `server_config` SET `value` = '", players, "' WHERE `config` = 'players_record'"));
}

}  // namespace canary
