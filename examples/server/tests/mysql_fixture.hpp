#pragma once

#include <cstdlib>

#include "check.hpp"
#include "database/database.hpp"
#include "fixtures.hpp"

namespace canary {

inline std::string variable(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value == nullptr ? otherwise : value;
}

/// The database that the variables TEST_DB_* name: one that may be written to.
inline DatabaseLogin login() {
    if (variable("TEST_DB_NAME", "").empty()) {
        throw check::Skipped("TEST_DB_NAME is not set");
    }
    return {{variable("TEST_DB_HOST", "127.0.0.1"),
             static_cast<std::uint16_t>(std::stoi(variable("TEST_DB_PORT", "3306"))), variable("TEST_DB_SOCKET", "")},
            variable("TEST_DB_USER", "root"),
            variable("TEST_DB_PASSWORD", ""),
            variable("TEST_DB_NAME", "")};
}

struct DatabaseFixture {
    DatabaseFixture() : database(login(), log.log(), metrics) { HOLDS(database.connect()); }

    /// Skips the test if schema.sql has not been imported.
    void requireSchema() {
        const auto tables = database.store("SHOW TABLES LIKE 'players'");
        if (!tables || tables->rows.empty()) {
            throw check::Skipped("schema.sql is not in the database");
        }
    }

    CapturedLog log;
    Metrics metrics;
    Database database;
};

}  // namespace canary
