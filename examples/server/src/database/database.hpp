#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "database/mysql_connection.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"

namespace canary {

/// The world's database: one connection, found again when it was lost, with refusals in the log. For one thread.
class Database {
public:
    Database(DatabaseLogin login, Log& log, Metrics& metrics);

    /// Says whether the database let us in; if not, the reason is in the log.
    bool connect();

    /// Runs a statement that answers with no rows. Says whether it succeeded.
    bool execute(std::string_view statement);
    /// Runs a statement that answers with rows; nothing if it failed.
    std::optional<SqlResult> store(std::string_view statement);
    /// Runs what is given in one transaction, which counts only if all of it succeeds. Says whether it did.
    bool atomically(const std::function<bool()>& statements);

    [[nodiscard]] std::string quoted(std::string_view text) const;
    [[nodiscard]] std::string serverVersion() const;
    [[nodiscard]] std::uint64_t lastInsertId() const { return lastInsertId_; }

private:
    SqlResult query(std::string_view statement);
    SqlResult once(std::string_view statement);
    bool reconnect();

    DatabaseLogin login_;
    Log& log_;
    Metrics& metrics_;
    std::optional<MySqlConnection> connection_;
    bool inTransaction_ = false;
    std::uint64_t lastInsertId_ = 0;
    Clock::time_point givenUpUntil_{};
};

}  // namespace canary
