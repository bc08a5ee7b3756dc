#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace canary {

struct LuaTable;

/// A value of the Lua subset that this server reads: nil, boolean, number, string or table.
class LuaValue {
public:
    LuaValue() = default;
    LuaValue(bool value) : value_(value) {}
    LuaValue(double value) : value_(value) {}
    LuaValue(int value) : value_(static_cast<double>(value)) {}
    LuaValue(std::string value) : value_(std::move(value)) {}
    LuaValue(const char* value) : value_(std::string(value)) {}
    LuaValue(std::shared_ptr<const LuaTable> value) : value_(std::move(value)) {}

    [[nodiscard]] bool isNil() const { return std::holds_alternative<std::monostate>(value_); }
    /// Whether both are of one kind, so that one may take the other's place in a configuration.
    [[nodiscard]] bool sameKind(const LuaValue& other) const { return value_.index() == other.value_.index(); }

    /// The value if it is of the kind asked for, or else the default.
    [[nodiscard]] bool flag(bool otherwise = false) const { return get(otherwise); }
    [[nodiscard]] double number(double otherwise = 0) const { return get(otherwise); }
    [[nodiscard]] std::int64_t integer(std::int64_t otherwise = 0) const {
        const auto* held = std::get_if<double>(&value_);
        return held != nullptr ? static_cast<std::int64_t>(*held) : otherwise;
    }
    [[nodiscard]] std::string text(std::string otherwise = {}) const { return get(std::move(otherwise)); }
    [[nodiscard]] const LuaTable* table() const {
        const auto* held = std::get_if<std::shared_ptr<const LuaTable>>(&value_);
        return held != nullptr ? held->get() : nullptr;
    }

    /// A field of a table; nil if this is no table or has no such field.
    [[nodiscard]] const LuaValue& operator[](std::string_view field) const;
    /// The list part of a table; empty if this is no table.
    [[nodiscard]] const std::vector<LuaValue>& items() const;

private:
    template <typename T>
    [[nodiscard]] T get(T otherwise) const {
        const T* held = std::get_if<T>(&value_);
        return held != nullptr ? *held : otherwise;
    }

    std::variant<std::monostate, bool, double, std::string, std::shared_ptr<const LuaTable>> value_;
};

struct LuaTable {
    std::vector<LuaValue> items;
    std::vector<std::pair<std::string, LuaValue>> fields;
};

}  // namespace canary
