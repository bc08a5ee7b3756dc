#include "util/text.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>

namespace canary::text {

void append(std::string& to, double part) {
    // The longest double written without an exponent has 309 digits before the point, or as many after it.
    char digits[400];
    const auto end = std::to_chars(digits, digits + sizeof digits, part, std::chars_format::fixed).ptr;
    to.append(digits, end);
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string(text.substr(first, text.find_last_not_of(blank) - first + 1));
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    result.reserve(bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        result.push_back(digits[byte >> 4]);
        result.push_back(digits[byte & 15]);
    }
    return result;
}

std::string decimals(double number, int count) {
    char digits[64];
    const int length = std::snprintf(digits, sizeof digits, "%.*f", count, number);
    return {digits, static_cast<std::size_t>(std::clamp(length, 0, 63))};
}

std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

}  // namespace canary::text
