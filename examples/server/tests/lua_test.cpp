#include <cstdlib>

#include "check.hpp"
#include "lua/lua_reader.hpp"

using namespace canary;

namespace {

std::string complaint(std::string_view source) {
    try {
        readReturn(source, "data/x.lua");
    } catch (const LuaError& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST(lua_reads_values) {
    const LuaValue value = readReturn(R"(-- a table
        --[[ a long
             comment ]]
        return {
            name = "Rat \"of\" the \\ sewer", [3031] = { weight = 0x0a }, ["a b"] = true,
            list = { 1, -2.5, 'x', nil, [[long
text]] }, off = false; product = 24 * 60, joined = "a" .. "b",
        })",
                                      "x.lua");
    SAME(value["name"].text(), "Rat \"of\" the \\ sewer");
    SAME(value["3031"]["weight"].integer(), 10);
    SAME(value["a b"].flag(), true);
    SAME(value["off"].flag(true), false);
    SAME(value["list"].items().size(), std::size_t{5});
    SAME(value["list"].items()[1].number(), -2.5);
    SAME(value["list"].items()[4].text(), "long\ntext");
    SAME(value["product"].integer(), 1440);
    SAME(value["joined"].text(), "ab");
    HOLDS(value["nothing"].isNil());
}

TEST(lua_reads_environment) {
    setenv("SAMPLE_TEST_SECRET", "hush", 1);
    unsetenv("SAMPLE_TEST_UNSET");
    const auto all = readAssignments(
        "a = os.getenv(\"SAMPLE_TEST_SECRET\")\nb = os.getenv('SAMPLE_TEST_UNSET') or \"default\"\n", "config.lua");
    SAME(all[0].second.text(), "hush");
    SAME(all[1].second.text(), "default");
}

TEST(lua_names_file_and_line) {
    SAME(complaint("return {\n  a = 1\n  b = 2\n}"), "data/x.lua:3: '}' expected (to close '{' at line 1) near 'b'");
    SAME(complaint("return {\n  a = ,\n}"), "data/x.lua:2: unexpected symbol near ','");
    SAME(complaint("return { a = \"x\n}"), "data/x.lua:1: unfinished string near '\"x'");
    SAME(complaint("return { 1 } x"), "data/x.lua:1: '<eof>' expected near 'x'");
    SAME(complaint("return {"), "data/x.lua:1: unexpected symbol near '<eof>'");
    SAME(complaint("return 1e"), "data/x.lua:1: malformed number near '1e'");
    SAME(complaint("return [[x"), "data/x.lua:1: unfinished long string near '<eof>'");
    SAME(complaint("return { a = 1 }"), "none");
}

TEST(lua_bounds_depth) {
    const std::string deep = text::concat("return ", std::string(10000, '{'), std::string(10000, '}'));
    HOLDS(complaint(deep).find("too many syntax levels") != std::string::npos);
    std::string signs;
    for (int i = 0; i < 100000; ++i) {
        signs += "- ";
    }
    HOLDS(complaint(text::concat("return ", signs, "1")) != "none");
}
