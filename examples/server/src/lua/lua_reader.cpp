#include "lua/lua_reader.hpp"

#include <cstdlib>

#include "util/text.hpp"

namespace canary {
namespace {

/// Reads values. Files come from whoever changes a data pack, so depth is bounded: a recursion must not eat the stack.
class ValueParser {
public:
    explicit ValueParser(LuaLexer& lexer) : lexer_(lexer) {}

    LuaValue value() {
        LuaValue result = product();
        while (lexer_.is("or") || lexer_.is("..")) {
            const bool choice = lexer_.take("or");
            if (!choice) {
                lexer_.expect("..");
            }
            const LuaValue right = product();
            if (!choice) {
                result = LuaValue(text::concat(result.text(), right.text()));
            } else if (result.isNil() || (result.sameKind(LuaValue(false)) && !result.flag())) {
                result = right;
            }
        }
        return result;
    }

private:
    static constexpr int deepest = 40;

    LuaValue product() {
        LuaValue result = single();
        while (lexer_.take("*")) {
            result = LuaValue(result.number() * single().number());
        }
        return result;
    }

    LuaValue single() {
        switch (lexer_.kind()) {
            case Token::string: {
                LuaValue result(lexer_.text());
                lexer_.advance();
                return result;
            }
            case Token::number: {
                LuaValue result(lexer_.number());
                lexer_.advance();
                return result;
            }
            default:
                break;
        }
        if (lexer_.take("true")) {
            return true;
        }
        if (lexer_.take("false")) {
            return false;
        }
        if (lexer_.take("nil")) {
            return {};
        }
        if (lexer_.take("-")) {
            // One sign is enough for a number, and more would be a recursion without end.
            if (lexer_.kind() != Token::number) {
                lexer_.failNear("unexpected symbol");
            }
            const LuaValue result(-lexer_.number());
            lexer_.advance();
            return result;
        }
        if (lexer_.is("{")) {
            return table();
        }
        if (lexer_.is("os")) {
            return environment();
        }
        lexer_.failNear("unexpected symbol");
    }

    /// os.getenv("NAME"): how a secret gets into a configuration without standing in a file.
    LuaValue environment() {
        lexer_.expect("os");
        lexer_.expect(".");
        lexer_.expect("getenv");
        lexer_.expect("(");
        if (lexer_.kind() != Token::string) {
            lexer_.failNear("unexpected symbol");
        }
        const char* value = std::getenv(lexer_.text().c_str());
        lexer_.advance();
        lexer_.expect(")");
        return value == nullptr ? LuaValue() : LuaValue(std::string(value));
    }

    LuaValue table() {
        if (++depth_ > deepest) {
            lexer_.fail("chunk has too many syntax levels");
        }
        const int opened = lexer_.line();
        lexer_.expect("{");
        auto result = std::make_shared<LuaTable>();
        while (!lexer_.is("}")) {
            entry(*result);
            if (!lexer_.take(",") && !lexer_.take(";")) {
                break;
            }
        }
        if (!lexer_.is("}")) {
            lexer_.failNear(opened == lexer_.line() ? std::string("'}' expected")
                                                    : text::concat("'}' expected (to close '{' at line ", opened, ")"));
        }
        lexer_.advance();
        --depth_;
        return LuaValue(std::shared_ptr<const LuaTable>(std::move(result)));
    }

    void entry(LuaTable& into) {
        if (lexer_.take("[")) {
            const LuaValue key = value();
            lexer_.expect("]");
            lexer_.expect("=");
            const std::string name = key.text().empty() ? text::concat(key.integer()) : key.text();
            into.fields.emplace_back(name, value());
            return;
        }
        const bool named = lexer_.kind() == Token::name && !lexer_.is("true") && !lexer_.is("false") &&
                           !lexer_.is("nil") && !lexer_.is("os");
        if (!named) {
            into.items.push_back(value());
            return;
        }
        std::string name = lexer_.text();
        lexer_.advance();
        lexer_.expect("=");
        into.fields.emplace_back(std::move(name), value());
    }

    LuaLexer& lexer_;
    int depth_ = 0;
};

}  // namespace

const LuaValue& LuaValue::operator[](std::string_view field) const {
    static const LuaValue nil;
    if (const LuaTable* held = table()) {
        for (const auto& [name, value] : held->fields) {
            if (name == field) {
                return value;
            }
        }
    }
    return nil;
}

const std::vector<LuaValue>& LuaValue::items() const {
    static const std::vector<LuaValue> none;
    const LuaTable* held = table();
    return held != nullptr ? held->items : none;
}

std::vector<std::pair<std::string, LuaValue>> readAssignments(std::string_view source, std::string_view chunk) {
    LuaLexer lexer(source, chunk);
    ValueParser parser(lexer);
    std::vector<std::pair<std::string, LuaValue>> all;
    while (lexer.kind() != Token::end) {
        if (lexer.kind() != Token::name) {
            lexer.failNear("unexpected symbol");
        }
        std::string name = lexer.text();
        lexer.advance();
        lexer.expect("=");
        all.emplace_back(std::move(name), parser.value());
        lexer.take(";");
    }
    return all;
}

LuaValue readReturn(std::string_view source, std::string_view chunk) {
    LuaLexer lexer(source, chunk);
    lexer.expect("return");
    LuaValue result = ValueParser(lexer).value();
    lexer.take(";");
    if (lexer.kind() != Token::end) {
        lexer.failNear("'<eof>' expected");
    }
    return result;
}

}  // namespace canary
