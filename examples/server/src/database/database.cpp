#include "database/database.hpp"

#include <thread>

#include "database/wire.hpp"

namespace canary {
namespace {
using namespace std::chrono_literals;

constexpr int attempts = 10;
constexpr auto betweenAttempts = 1s;
// With a database that stays away, a save of many players must not wait ten seconds for each of them.
constexpr auto afterGivingUp = 10s;
}  // namespace

Database::Database(DatabaseLogin login, Log& log, Metrics& metrics)
    : login_(std::move(login)), log_(log), metrics_(metrics) {}

bool Database::connect() {
    try {
        connection_.emplace(login_);
        return true;
    } catch (const std::runtime_error& error) {
        log_.error("MySQL Error Message: ", error.what());
        return false;
    }
}

bool Database::execute(std::string_view statement) {
    try {
        lastInsertId_ = query(statement).lastInsertId;
        return true;
    } catch (const SqlError& error) {
        log_.error("Query: ", statement.substr(0, 256));
        log_.error("MySQL error [", error.code(), "]: ", error.what());
    } catch (const DatabaseLost& error) {
        log_.error("Query: ", statement.substr(0, 256));
        log_.error("MySQL error [2006]: ", error.what());
    }
    return false;
}

std::optional<SqlResult> Database::store(std::string_view statement) {
    try {
        return query(statement);
    } catch (const std::runtime_error& error) {
        log_.error("Query: ", statement.substr(0, 256));
        log_.error("Message: ", error.what());
        return std::nullopt;
    }
}

bool Database::atomically(const std::function<bool()>& statements) {
    if (!execute("BEGIN")) {
        return false;
    }
    inTransaction_ = true;
    const bool good = statements();
    const bool kept = good && connection_ && execute("COMMIT");
    inTransaction_ = false;
    if (!kept && connection_) {
        execute("ROLLBACK");
    }
    return kept;
}

SqlResult Database::query(std::string_view statement) {
    const Timing timing(metrics_, "query_latency", "truncated_query", statement.substr(0, 50));
    if (!connection_ && !inTransaction_ && !reconnect()) {
        throw DatabaseLost("MySQL server has gone away");
    }
    try {
        return once(statement);
    } catch (const DatabaseLost&) {
        // Half a transaction is gone with the connection: to go on would save half a player.
        if (inTransaction_ || !reconnect()) {
            throw;
        }
        return once(statement);
    }
}

SqlResult Database::once(std::string_view statement) {
    if (!connection_) {
        throw DatabaseLost("MySQL server has gone away");
    }
    try {
        return connection_->query(statement);
    } catch (const DatabaseLost&) {
        connection_.reset();
        throw;
    }
}

bool Database::reconnect() {
    if (Clock::now() < givenUpUntil_) {
        return false;
    }
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        if (connect()) {
            return true;
        }
        std::this_thread::sleep_for(betweenAttempts);
    }
    givenUpUntil_ = Clock::now() + afterGivingUp;
    return false;
}

std::string Database::quoted(std::string_view text) const {
    return connection_ ? connection_->quoted(text) : text::concat('\'', escapedSql(text, true), '\'');
}

std::string Database::serverVersion() const { return connection_ ? connection_->serverVersion() : std::string(); }

}  // namespace canary
