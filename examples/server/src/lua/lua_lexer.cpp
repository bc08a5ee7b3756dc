#include "lua/lua_lexer.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "util/text.hpp"

namespace canary {
namespace {

bool startsName(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool isDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

void LuaLexer::fail(std::string_view message) const {
    throw LuaError(text::concat(chunk_, ":", line_, ": ", message));
}

void LuaLexer::failNear(std::string_view message) const {
    const std::string near = kind_ == Token::end ? "<eof>" : text_;
    fail(text::concat(message, " near '", near, "'"));
}

bool LuaLexer::take(std::string_view symbolOrName) {
    if (!is(symbolOrName)) {
        return false;
    }
    advance();
    return true;
}

void LuaLexer::expect(std::string_view symbolOrName) {
    if (!take(symbolOrName)) {
        failNear(text::concat("'", symbolOrName, "' expected"));
    }
}

void LuaLexer::advance() {
    skipBlanks();
    text_.clear();
    if (at_ >= source_.size()) {
        kind_ = Token::end;
        return;
    }
    const char c = source_[at_];
    if (startsName(c)) {
        kind_ = Token::name;
        while (at_ < source_.size() && (startsName(source_[at_]) || isDigit(source_[at_]))) {
            text_.push_back(source_[at_++]);
        }
    } else if (isDigit(c)) {
        readNumber();
    } else if (c == '"' || c == '\'') {
        readQuoted(c);
    } else if (c == '[' && readLong(text_)) {
        kind_ = Token::string;
    } else {
        kind_ = Token::symbol;
        text_.push_back(c);
        ++at_;
        if (c == '.' && at_ < source_.size() && source_[at_] == '.') {
            text_.push_back(source_[at_++]);
        }
    }
}

void LuaLexer::skipBlanks() {
    while (at_ < source_.size()) {
        const char c = source_[at_];
        if (c == '\n') {
            ++line_;
        }
        if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            ++at_;
        } else if (!skipComment()) {
            return;
        }
    }
}

bool LuaLexer::skipComment() {
    if (source_.substr(at_, 2) != "--") {
        return false;
    }
    at_ += 2;
    std::string ignored;
    if (at_ < source_.size() && source_[at_] == '[' && readLong(ignored)) {
        return true;
    }
    at_ = std::min(source_.find('\n', at_), source_.size());
    return true;
}

void LuaLexer::readNumber() {
    kind_ = Token::number;
    const std::size_t begin = at_;
    while (at_ < source_.size() &&
           (std::isalnum(static_cast<unsigned char>(source_[at_])) != 0 || source_[at_] == '.')) {
        ++at_;
    }
    text_ = source_.substr(begin, at_ - begin);
    const bool hexadecimal = text_.starts_with("0x") || text_.starts_with("0X");
    const char* first = text_.data() + (hexadecimal ? 2 : 0);
    const char* last = text_.data() + text_.size();
    const auto [end, error] =
        std::from_chars(first, last, number_, hexadecimal ? std::chars_format::hex : std::chars_format::general);
    if (error != std::errc() || end != last) {
        failNear("malformed number");
    }
}

void LuaLexer::readQuoted(char quote) {
    kind_ = Token::string;
    ++at_;
    while (at_ < source_.size() && source_[at_] != quote && source_[at_] != '\n') {
        char c = source_[at_++];
        if (c == '\\' && at_ < source_.size()) {
            c = source_[at_++];
            switch (c) {
                case 'n':
                    c = '\n';
                    break;
                case 't':
                    c = '\t';
                    break;
                case 'r':
                    c = '\r';
                    break;
                case '\n':
                    ++line_;
                    break;
                default:
                    break;
            }
        }
        text_.push_back(c);
    }
    if (at_ >= source_.size() || source_[at_] != quote) {
        text_.insert(text_.begin(), quote);
        failNear("unfinished string");
    }
    ++at_;
}

bool LuaLexer::readLong(std::string& content) {
    std::size_t open = at_ + 1;
    while (open < source_.size() && source_[open] == '=') {
        ++open;
    }
    if (open >= source_.size() || source_[open] != '[') {
        return false;
    }
    const std::string close = text::concat("]", std::string(open - at_ - 1, '='), "]");
    const std::size_t end = source_.find(close, open + 1);
    if (end == std::string_view::npos) {
        fail("unfinished long string near '<eof>'");
    }
    content = source_.substr(open + 1, end - open - 1);
    line_ += static_cast<int>(std::count(content.begin(), content.end(), '\n'));
    if (content.starts_with('\n')) {
        content.erase(0, 1);
    }
    at_ = end + close.size();
    return true;
}

}  // namespace canary
