#pragma once

#include <stdexcept>
#include <string>

#include "util/text.hpp"

/// As much of a test framework as these tests need.
namespace canary::check {

class Failed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Thrown by a test that cannot run here; ctest then reports it as skipped.
class Skipped : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using Body = void (*)();

/// Puts a test on the list of its program.
struct Registration {
    Registration(const char* name, Body body);
};

inline std::string shown(const std::string& value) { return "'" + value + "'"; }
inline std::string shown(const char* value) { return shown(std::string(value)); }
inline std::string shown(bool value) { return value ? "true" : "false"; }
template <typename Number>
    requires std::is_arithmetic_v<Number>
std::string shown(Number value) {
    return text::concat(value);
}

template <typename Left, typename Right>
void same(const Left& actual, const Right& expected, const char* expression, int line) {
    if (!(actual == expected)) {
        throw Failed(text::concat("line ", line, ": ", expression, " is ", shown(actual), ", expected ", shown(expected)));
    }
}

inline void holds(bool condition, const char* expression, int line) {
    if (!condition) {
        throw Failed(text::concat("line ", line, ": not so: ", expression));
    }
}

}  // namespace canary::check

#define TEST(name)                                                       \
    static void name();                                                  \
    static const canary::check::Registration name##_listed(#name, name); \
    static void name()

#define SAME(actual, expected) canary::check::same((actual), (expected), #actual, __LINE__)
#define HOLDS(...) canary::check::holds((__VA_ARGS__), #__VA_ARGS__, __LINE__)
#define THROWS(exception, expression)                                                           \
    do {                                                                                        \
        bool thrown = false;                                                                    \
        try {                                                                                   \
            (void)(expression);                                                                 \
        } catch (const exception&) {                                                            \
            thrown = true;                                                                      \
        }                                                                                       \
        canary::check::holds(thrown, #expression " throws " #exception, __LINE__);              \
    } while (false)
