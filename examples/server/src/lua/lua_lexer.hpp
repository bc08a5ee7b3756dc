#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace canary {

/// What Lua would say of a faulty file: "file:line: message".
class LuaError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class Token { end, name, string, number, symbol };

/// Cuts a Lua text into tokens.
class LuaLexer {
public:
    LuaLexer(std::string_view source, std::string_view chunk) : source_(source), chunk_(chunk) { advance(); }

    [[nodiscard]] Token kind() const { return kind_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] double number() const { return number_; }
    [[nodiscard]] int line() const { return line_; }
    [[nodiscard]] bool is(std::string_view symbolOrName) const {
        return (kind_ == Token::symbol || kind_ == Token::name) && text_ == symbolOrName;
    }

    void advance();
    bool take(std::string_view symbolOrName);
    /// Takes a symbol or complains as Lua does.
    void expect(std::string_view symbolOrName);

    [[noreturn]] void fail(std::string_view message) const;
    /// Complains with "near 'what stands here'".
    [[noreturn]] void failNear(std::string_view message) const;

private:
    void skipBlanks();
    bool skipComment();
    void readNumber();
    void readQuoted(char quote);
    /// Reads [[...]] or [=[...]=]; says false if no long bracket opens here.
    bool readLong(std::string& content);

    std::string_view source_;
    std::string_view chunk_;
    std::size_t at_ = 0;
    int line_ = 1;
    Token kind_ = Token::end;
    std::string text_;
    double number_ = 0;
};

}  // namespace canary
