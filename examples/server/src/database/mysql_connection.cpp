#include "database/mysql_connection.hpp"

#include "database/sha1.hpp"
#include "database/wire.hpp"
#include "util/text.hpp"

namespace canary {
namespace {

constexpr std::string_view nativePassword = "mysql_native_password";
constexpr std::size_t mostColumns = 4096;

// Capability flags of the protocol.
constexpr std::uint32_t longPassword = 1U << 0;
constexpr std::uint32_t longFlag = 1U << 2;
constexpr std::uint32_t connectWithDatabase = 1U << 3;
constexpr std::uint32_t protocol41 = 1U << 9;
constexpr std::uint32_t transactions = 1U << 13;
constexpr std::uint32_t secureConnection = 1U << 15;
constexpr std::uint32_t pluginAuth = 1U << 19;

constexpr std::uint32_t utf8mb4 = 45;
constexpr std::uint32_t ourLargestPacket = 64U << 20U;
constexpr std::uint64_t statusNoBackslashEscapes = 0x0200;

bool isError(std::string_view packet) { return !packet.empty() && packet[0] == '\xff'; }
bool isEnd(std::string_view packet) { return !packet.empty() && packet[0] == '\xfe' && packet.size() < 9; }

[[noreturn]] void refuse(std::string_view packet) {
    PacketReader reader(packet.substr(1));
    const auto code = static_cast<unsigned>(reader.fixed(2));
    std::string_view message = reader.rest();
    if (message.starts_with('#') && message.size() >= 6) {
        message.remove_prefix(6);
    }
    throw SqlError(code, std::string(message));
}

}  // namespace

std::string SqlResult::text(std::size_t row, std::string_view column) const {
    for (std::size_t i = 0; i < columns.size() && row < rows.size(); ++i) {
        if (columns[i] == column) {
            return rows[row][i].value_or("");
        }
    }
    return {};
}

std::int64_t SqlResult::number(std::size_t row, std::string_view column) const {
    return text::integer(text(row, column)).value_or(0);
}

MySqlConnection::MySqlConnection(const DatabaseLogin& login) : stream_(login.address) { logIn(login); }

void MySqlConnection::logIn(const DatabaseLogin& login) {
    const std::string greeting = stream_.receive();
    if (isError(greeting)) {
        refuse(greeting);
    }
    PacketReader reader(greeting);
    if (reader.fixed(1) != 10) {
        throw DatabaseLost("what listens there is no MySQL server of protocol version 10");
    }
    version_ = reader.untilNul();
    reader.take(4);
    std::string salt(reader.take(8));
    reader.take(1 + 2 + 1 + 2 + 2);
    const auto saltSize = static_cast<std::size_t>(reader.fixed(1));
    reader.take(10);
    salt.append(reader.take(saltSize > 21 ? saltSize - 9 : 12));

    const std::string proof = nativePasswordProof(login.password, salt);
    std::uint32_t flags = longPassword | longFlag | protocol41 | transactions | secureConnection | pluginAuth;
    if (!login.database.empty()) {
        flags |= connectWithDatabase;
    }
    PacketWriter answer;
    answer.fixed(flags, 4).fixed(ourLargestPacket, 4).fixed(utf8mb4, 1).fixed(0, 8).fixed(0, 8).fixed(0, 7);
    answer.withNul(login.user).fixed(proof.size(), 1).bytes(proof);
    if (!login.database.empty()) {
        answer.withNul(login.database);
    }
    stream_.send(answer.withNul(nativePassword).packet());
    finishLogin(login.password);
}

void MySqlConnection::finishLogin(const std::string& password) {
    std::string packet = stream_.receive();
    if (!packet.empty() && packet[0] == '\xfe') {
        // The server's default scheme is another; it now asks for the one this account has.
        PacketReader reader(std::string_view(packet).substr(1));
        const std::string plugin(reader.untilNul());
        if (plugin != nativePassword) {
            throw SqlError(2059, "Authentication plugin '" + plugin +
                                     "' is not supported; give the account one with mysql_native_password");
        }
        stream_.send(nativePasswordProof(password, reader.rest().substr(0, 20)));
        packet = stream_.receive();
    }
    if (isError(packet)) {
        refuse(packet);
    }
    if (packet.empty() || packet[0] != '\0') {
        throw DatabaseLost("the database answered the login with something unknown");
    }
    noteStatus(packet, nullptr);
}

void MySqlConnection::noteStatus(std::string_view okPacket, SqlResult* result) {
    PacketReader reader(okPacket.substr(1));
    const std::uint64_t affected = reader.encoded().value_or(0);
    const std::uint64_t inserted = reader.encoded().value_or(0);
    backslashEscapes_ = (reader.fixed(2) & statusNoBackslashEscapes) == 0;
    if (result != nullptr) {
        result->affectedRows = affected;
        result->lastInsertId = inserted;
    }
}

SqlResult MySqlConnection::query(std::string_view statement) {
    stream_.startCommand();
    stream_.send(text::concat('\x03', statement));
    const std::string head = stream_.receive();
    SqlResult result;
    if (isError(head)) {
        refuse(head);
    }
    if (head.empty() || head[0] == '\xfb') {
        // 0xfb asks for a local file; no statement of ours does, so nobody honest asks.
        throw DatabaseLost("the database answered with something unknown");
    }
    if (head[0] == '\0') {
        noteStatus(head, &result);
        return result;
    }
    const auto columns = PacketReader(head).encoded().value_or(0);
    if (columns == 0 || columns > mostColumns) {
        throw DatabaseLost("the database announced an impossible number of columns");
    }
    readRows(columns, result);
    return result;
}

void MySqlConnection::readRows(std::size_t columns, SqlResult& result) {
    for (std::size_t i = 0; i < columns; ++i) {
        const std::string definition = stream_.receive();
        PacketReader reader(definition);
        for (int skipped = 0; skipped < 4; ++skipped) {
            reader.text();
        }
        result.columns.push_back(reader.text().value_or(""));
    }
    std::string packet = stream_.receive();
    if (!isEnd(packet)) {
        throw DatabaseLost("the database did not end its list of columns");
    }
    while (true) {
        packet = stream_.receive();
        if (isError(packet)) {
            refuse(packet);
        }
        if (isEnd(packet)) {
            return;
        }
        PacketReader reader(packet);
        auto& row = result.rows.emplace_back();
        for (std::size_t i = 0; i < columns; ++i) {
            row.push_back(reader.text());
        }
    }
}

std::string MySqlConnection::quoted(std::string_view text) const {
    return text::concat('\'', escapedSql(text, backslashEscapes_), '\'');
}

std::string escapedSql(std::string_view text, bool backslashEscapes) {
    std::string result;
    result.reserve(text.size() + 2);
    for (const char c : text) {
        if (c == '\'') {
            result.append("''");
        } else if (!backslashEscapes) {
            result.push_back(c);
        } else if (c == '\\') {
            result.append("\\\\");
        } else if (c == '\0') {
            result.append("\\0");
        } else if (c == '\n') {
            result.append("\\n");
        } else if (c == '\r') {
            result.append("\\r");
        } else if (c == '\x1a') {
            result.append("\\Z");
        } else {
            result.push_back(c);
        }
    }
    return result;
}

}  // namespace canary
