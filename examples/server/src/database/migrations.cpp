#include "database/migrations.hpp"

#include <algorithm>

#include "lua/lua_lexer.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace canary {
namespace {

constexpr std::size_t largestMigration = 4 << 20;

std::optional<std::int64_t> versionOf(Database& database) {
    const auto rows = database.store("SELECT `value` FROM `server_config` WHERE `config` = 'db_version'");
    if (!rows) {
        return std::nullopt;
    }
    return rows->rows.empty() ? 0 : rows->number(0, "value");
}

bool setVersion(Database& database, int number) {
    return database.execute(text::concat(
        "INSERT INTO `server_config` (`config`, `value`) VALUES ('db_version', '", number,
        "') ON DUPLICATE KEY UPDATE `value` = '", number, "'"));
}

/// Takes "NAME.NAME(TEXT)" and gives the text if it is a call of db.query; nothing if it is no such call.
std::optional<std::string> callArgument(LuaLexer& lexer) {
    std::string callee = lexer.text();
    lexer.advance();
    if (!lexer.take(".")) {
        return std::nullopt;
    }
    callee.append(".").append(lexer.text());
    lexer.advance();
    lexer.take("(");
    if (lexer.kind() != Token::string) {
        return std::nullopt;
    }
    std::string argument = lexer.text();
    lexer.advance();
    lexer.take(")");
    if (callee == "db.query") {
        return argument;
    }
    return callee == "logger.info" ? std::optional<std::string>("") : std::nullopt;
}

}  // namespace

std::vector<Migration> migrationsOf(const std::filesystem::path& dataPack) {
    std::vector<Migration> all;
    for (const auto& file : files::under(dataPack / "migrations", ".lua")) {
        const auto number = text::integer(file.stem().string());
        if (number && *number > 0 && *number < 1000000) {
            all.push_back({static_cast<int>(*number), file});
        }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
    return all;
}

std::optional<std::vector<std::string>> plainStatements(std::string_view source, std::string_view chunk) {
    LuaLexer lexer(source, chunk);
    std::vector<std::string> statements;
    for (const std::string_view word : {"function", "onUpdateDatabase", "(", ")"}) {
        lexer.expect(word);
    }
    while (lexer.kind() == Token::name && !lexer.is("end")) {
        if (lexer.take("return")) {
            lexer.take("true");
            continue;
        }
        const auto argument = callArgument(lexer);
        if (!argument) {
            return std::nullopt;
        }
        if (!argument->empty()) {
            statements.push_back(*argument);
        }
    }
    if (!lexer.take("end") || lexer.kind() != Token::end) {
        return std::nullopt;
    }
    return statements;
}

bool isDatabaseSetUp(Database& database) {
    const auto rows = database.store("SELECT COUNT(*) AS `tables` FROM `information_schema`.`tables` WHERE"
                                     " `table_schema` = DATABASE()");
    return rows && rows->number(0, "tables") > 0;
}

std::optional<std::string> updateDatabase(Database& database, const std::filesystem::path& dataPack, Log& log) {
    const auto version = versionOf(database);
    if (!version) {
        return "The version of the database cannot be read.";
    }
    for (const Migration& migration : migrationsOf(dataPack)) {
        if (migration.number <= *version) {
            continue;
        }
        const std::string chunk = migration.file.string();
        std::optional<std::vector<std::string>> statements;
        try {
            statements = plainStatements(files::read(migration.file, largestMigration).value_or(""), chunk);
        } catch (const LuaError& error) {
            // The real server goes on to the next file, which then hides that this one never ran. So do we.
            log.error("DatabaseManager::updateDatabase - Version: ", migration.number, "] ", error.what());
            continue;
        }
        if (!statements) {
            return text::concat("The database is at version ", *version, " and lacks migration ", migration.number, " (",
                                chunk, "), which needs Lua; this server has none, so apply it before you start it.");
        }
        for (const std::string& statement : *statements) {
            database.execute(statement);
        }
        setVersion(database, migration.number);
        log.info("Database has been updated to version ", migration.number);
    }
    return std::nullopt;
}

}  // namespace canary
