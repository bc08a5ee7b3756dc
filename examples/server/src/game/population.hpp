#pragma once

#include <cstdint>
#include <string>

namespace canary {

/// The name of the simulated character with the given number, counted from 0. Always the same, and never used twice.
std::string characterName(std::size_t number);

/// The address that a simulated character seems to play from. Each has its own, for the status protocol counts at most
/// four players of one address.
std::string characterAddress(std::size_t number);

}  // namespace canary
