#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "database/packet_stream.hpp"

namespace canary {

/// The database understood a statement and refused it.
class SqlError : public std::runtime_error {
public:
    SqlError(unsigned code, const std::string& message) : std::runtime_error(message), code_(code) {}
    [[nodiscard]] unsigned code() const { return code_; }

private:
    unsigned code_;
};

/// What a statement answered: rows of texts, or how many rows it changed.
struct SqlResult {
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<std::string>>> rows;
    std::uint64_t affectedRows = 0;
    std::uint64_t lastInsertId = 0;

    [[nodiscard]] std::string text(std::size_t row, std::string_view column) const;
    [[nodiscard]] std::int64_t number(std::size_t row, std::string_view column) const;
};

struct DatabaseLogin {
    DatabaseAddress address;
    std::string user;
    std::string password;
    std::string database;
};

/// One connection that speaks MySQL's client protocol: handshake, mysql_native_password, text queries. What the
/// packets mean is described in MySQL's internals manual and in MariaDB's "clientserver protocol" pages.
class MySqlConnection {
public:
    /// @throws DatabaseLost if nobody answers, SqlError if the login is refused
    explicit MySqlConnection(const DatabaseLogin& login);

    /// @throws SqlError if the statement is refused, DatabaseLost if the connection broke
    SqlResult query(std::string_view statement);

    /// A text as an SQL literal, with its quotes.
    [[nodiscard]] std::string quoted(std::string_view text) const;

    [[nodiscard]] const std::string& serverVersion() const { return version_; }

private:
    void logIn(const DatabaseLogin& login);
    void finishLogin(const std::string& password);
    void noteStatus(std::string_view okPacket, SqlResult* result);
    void readRows(std::size_t columns, SqlResult& result);

    PacketStream stream_;
    std::string version_;
    bool backslashEscapes_ = true;
};

/// Escapes a text for use between single quotes.
std::string escapedSql(std::string_view text, bool backslashEscapes);

}  // namespace canary
