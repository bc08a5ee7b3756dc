#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace canary::text {

inline void append(std::string& to, std::string_view part) { to.append(part); }
inline void append(std::string& to, char part) { to.push_back(part); }

template <std::integral Number>
    requires(!std::same_as<Number, char> && !std::same_as<Number, bool>)
void append(std::string& to, Number part) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, part).ptr;
    to.append(digits, end);
}

/// The shortest text without an exponent that reads back as the same number.
void append(std::string& to, double part);

/// Puts texts and numbers together. The compilers this has to build with have no std::format yet.
template <typename... Parts>
std::string concat(const Parts&... parts) {
    std::string whole;
    (append(whole, parts), ...);
    return whole;
}

std::string trimmed(std::string_view text);
std::string lower(std::string_view text);
std::string hex(std::string_view bytes);

/// A number with a fixed count of decimals.
std::string decimals(double number, int count);

std::optional<std::int64_t> integer(std::string_view text);

}  // namespace canary::text
