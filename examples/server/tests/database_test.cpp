#include "check.hpp"
#include "database/migrations.hpp"
#include "database/mysql_connection.hpp"
#include "database/sha1.hpp"
#include "database/wire.hpp"
#include "fixtures.hpp"
#include "lua/lua_lexer.hpp"

using namespace canary;

TEST(sha1_matches_rfc3174) {
    SAME(text::hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
    SAME(text::hex(sha1("")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    SAME(text::hex(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
         "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    SAME(text::hex(sha1(std::string(1000000, 'a'))), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    // The hash of the well-known account god/god in schema.sql.
    SAME(text::hex(sha1("god")), "21298df8a3277357ee55b01df9530b535cf08ec1");
}

TEST(password_proof_matches_mysql) {
    SAME(nativePasswordProof("", "12345678901234567890"), "");
    // What the server does: it knows SHA1(SHA1(password)), undoes the mask and hashes once more.
    const std::string salt = "abcdefghijklmnopqrst";
    const std::string known = sha1(sha1("secret"));
    std::string proof = nativePasswordProof("secret", salt);
    const std::string mask = sha1(salt + known);
    for (std::size_t i = 0; i < proof.size(); ++i) {
        proof[i] = static_cast<char>(proof[i] ^ mask[i]);
    }
    SAME(sha1(proof), known);
}

TEST(sql_is_escaped) {
    SAME(escapedSql("O'Hara", true), "O''Hara");
    SAME(escapedSql("a\\' OR 1=1 -- ", true), "a\\\\'' OR 1=1 -- ");
    SAME(escapedSql(std::string_view("\0\n\r\x1a", 4), true), "\\0\\n\\r\\Z");
    SAME(escapedSql("a\\'", false), "a\\''");
}

TEST(wire_refuses_short_packets) {
    THROWS(DatabaseLost, PacketReader("ab").fixed(4));
    THROWS(DatabaseLost, PacketReader("\x05"
                                      "abc")
                             .text());
    THROWS(DatabaseLost, PacketReader("\xfe\xff\xff\xff\xff\xff\xff\xff\xff").text());
    HOLDS(!PacketReader("\xfb").text());
    SAME(PacketReader("\xfc\x03\x02").encoded().value(), std::uint64_t{0x0203});
    SAME(*PacketReader("\x03"
                       "abc")
              .text(),
         "abc");
}

TEST(migration_gives_its_statements) {
    const auto statements = plainStatements(
        "-- why\nfunction onUpdateDatabase()\n\tlogger.info(\"Updating\")\n\tdb.query([[ALTER TABLE `a`\nADD `b` int]])\n"
        "\tdb.query(\"UPDATE `a` SET `b` = 1\")\n\treturn true\nend\n",
        "2.lua");
    SAME(statements->size(), std::size_t{2});
    SAME((*statements)[0], "ALTER TABLE `a`\nADD `b` int");
    SAME((*statements)[1], "UPDATE `a` SET `b` = 1");
}

TEST(migration_with_logic_is_left_alone) {
    HOLDS(!plainStatements("function onUpdateDatabase()\n if not db.tableExists('a') then db.query('x') end\nend", "3"));
    HOLDS(!plainStatements("function onUpdateDatabase() db.query('a' .. os.time()) end", "3"));
    HOLDS(!plainStatements("function onUpdateDatabase() db.query('a') ", "3"));
    HOLDS(!plainStatements("function onUpdateDatabase() os.execute('a') end", "3"));
    THROWS(LuaError, plainStatements("local x = 1", "3"));
}

TEST(migrations_are_ordered) {
    const TemporaryFolder folder;
    for (const char* name : {"10.lua", "2.lua", "1.lua", "README.md", "60_add_x.lua", "x.lua"}) {
        folder.write(std::string("migrations/") + name, "");
    }
    const auto all = migrationsOf(folder.path());
    SAME(all.size(), std::size_t{3});
    SAME(all[0].number, 1);
    SAME(all[1].number, 2);
    SAME(all[2].number, 10);
}
