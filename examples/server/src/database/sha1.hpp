#pragma once

#include <array>
#include <string>
#include <string_view>

namespace canary {

/// The SHA-1 digest (RFC 3174) of some bytes, 20 bytes long. MySQL's native password scheme is built on it.
std::string sha1(std::string_view bytes);

/// What proves to the server that the client knows the password: SHA1(p) xor SHA1(salt + SHA1(SHA1(p))).
/// Empty for an empty password.
std::string nativePasswordProof(std::string_view password, std::string_view salt);

}  // namespace canary
