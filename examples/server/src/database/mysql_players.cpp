#include "database/mysql_world_store.hpp"
#include "util/text.hpp"

namespace canary {
namespace {

std::string itemRow(const Player& player, std::size_t index) {
    const Item& item = player.items[index];
    // 101 and up are items in containers; the container with number 3 is the backpack.
    return text::concat("(", player.id, ",3,", 101 + index, ",", item.type, ",", item.count, ",X'",
                        text::hex(serialised(item.attributes)), "')");
}

Player fromRow(const SqlResult& rows) {
    Player player;
    player.id = static_cast<int>(rows.number(0, "id"));
    player.accountId = static_cast<int>(rows.number(0, "account_id"));
    player.name = rows.text(0, "name");
    player.groupId = static_cast<int>(rows.number(0, "group_id"));
    player.level = static_cast<int>(rows.number(0, "level"));
    player.experience = rows.number(0, "experience");
    player.balance = rows.number(0, "balance");
    player.health = static_cast<int>(rows.number(0, "health"));
    player.healthMax = static_cast<int>(rows.number(0, "healthmax"));
    player.bossPoints = static_cast<int>(rows.number(0, "boss_points"));
    player.position = {static_cast<int>(rows.number(0, "posx")), static_cast<int>(rows.number(0, "posy")),
                       static_cast<int>(rows.number(0, "posz"))};
    player.lastLogin = rows.number(0, "lastlogin");
    player.onlineSeconds = rows.number(0, "onlinetime");
    return player;
}

}  // namespace

std::optional<Player> MySqlWorldStore::loadPlayer(const std::string& name) {
    const auto rows = database_.store(text::concat(
        "SELECT `id`, `account_id`, `name`, `group_id`, `level`, `experience`, `balance`, `health`, `healthmax`, "
        "`boss_points`, `posx`, `posy`, `posz`, `lastlogin`, `onlinetime` FROM `players` WHERE `name` = ",
        database_.quoted(name), " AND `deletion` = 0"));
    if (!rows || rows->rows.empty()) {
        return std::nullopt;
    }
    Player player = fromRow(*rows);
    const auto counters = database_.store(
        text::concat("SELECT `key`, `value` FROM `player_storage` WHERE `player_id` = ", player.id));
    if (!counters || !loadItems(player)) {
        // To go on would be to lose: the next save deletes what could not be read.
        return std::nullopt;
    }
    for (std::size_t i = 0; i < counters->rows.size(); ++i) {
        player.counters[static_cast<std::uint32_t>(counters->number(i, "key"))] =
            static_cast<int>(counters->number(i, "value"));
    }
    return player;
}

bool MySqlWorldStore::loadItems(Player& player) {
    const auto rows = database_.store(text::concat(
        "SELECT `itemtype`, `count`, `attributes` FROM `player_items` WHERE `player_id` = ", player.id,
        " ORDER BY `sid`"));
    for (std::size_t i = 0; rows && i < rows->rows.size(); ++i) {
        Item item;
        item.type = static_cast<std::uint16_t>(rows->number(i, "itemtype"));
        item.count = static_cast<std::uint16_t>(rows->number(i, "count"));
        if (const auto attributes = deserialised(rows->text(i, "attributes"))) {
            item.attributes = *attributes;
        } else {
            log_.warn("[loadItems] - Failed to deserialize item attributes ", item.type, ", from player ", player.name,
                      ", from account id ", player.accountId);
        }
        player.items.push_back(item);
    }
    return rows.has_value();
}

std::optional<int> MySqlWorldStore::sampleAccount() {
    if (!sampleAccount_) {
        // No password has this hash: nobody can log in to these characters over the website.
        database_.execute("INSERT IGNORE INTO `accounts` (`name`, `password`, `email`) VALUES ('sample', '', '@sample')");
        const auto rows = database_.store("SELECT `id` FROM `accounts` WHERE `name` = 'sample'");
        if (rows && !rows->rows.empty()) {
            sampleAccount_ = static_cast<int>(rows->number(0, "id"));
        }
    }
    return sampleAccount_;
}

std::optional<Player> MySqlWorldStore::createPlayer(const std::string& name) {
    const auto account = sampleAccount();
    const bool made =
        account && database_.execute(text::concat("INSERT INTO `players` (`name`, `account_id`, `conditions`) VALUES (",
                                                  database_.quoted(name), ", ", *account, ", '')"));
    return made ? loadPlayer(name) : std::nullopt;
}

bool MySqlWorldStore::savePlayer(const Player& player) {
    const bool saved = database_.atomically([&] {
        return database_.execute(text::concat(
                   "UPDATE `players` SET `level` = ", player.level, ", `experience` = ", player.experience,
                   ", `balance` = ", player.balance, ", `health` = ", player.health,
                   ", `healthmax` = ", player.healthMax, ", `boss_points` = ", player.bossPoints,
                   ", `posx` = ", player.position.x, ", `posy` = ", player.position.y,
                   ", `posz` = ", player.position.z, ", `lastlogin` = ", player.lastLogin,
                   ", `onlinetime` = ", player.onlineSeconds, " WHERE `id` = ", player.id)) &&
               saveItems(player) && saveCounters(player);
    });
    if (!saved) {
        log_.error("Failed to save player ", player.name, ".");
    }
    return saved;
}

bool MySqlWorldStore::saveItems(const Player& player) {
    if (!database_.execute(text::concat("DELETE FROM `player_items` WHERE `player_id` = ", player.id))) {
        return false;
    }
    if (player.items.empty()) {
        return true;
    }
    std::string insert = "INSERT INTO `player_items` (`player_id`, `pid`, `sid`, `itemtype`, `count`, `attributes`) VALUES ";
    for (std::size_t i = 0; i < player.items.size(); ++i) {
        insert.append(i == 0 ? "" : ",").append(itemRow(player, i));
    }
    return database_.execute(insert);
}

bool MySqlWorldStore::saveCounters(const Player& player) {
    if (!database_.execute(text::concat("DELETE FROM `player_storage` WHERE `player_id` = ", player.id))) {
        return false;
    }
    if (player.counters.empty()) {
        return true;
    }
    std::string insert = "INSERT INTO `player_storage` (`player_id`, `key`, `value`) VALUES ";
    bool first = true;
    for (const auto& [key, value] : player.counters) {
        insert.append(text::concat(first ? "(" : ",(", player.id, ",", key, ",", value, ")"));
        first = false;
    }
    return database_.execute(insert);
}

}  // namespace canary
