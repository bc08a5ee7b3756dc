#include "check.hpp"
#include "net/game_service.hpp"
#include "net/status_message.hpp"
#include "net/status_service.hpp"

using namespace canary;
using namespace std::chrono_literals;

namespace {

StatusFacts facts() {
    StatusFacts result;
    result.serverName = "A <b> & \"c\"";
    result.ip = "127.0.0.1";
    result.port = 7171;
    result.uptimeSeconds = 42;
    result.maxPlayers = 500;
    result.game.online = 6;
    result.game.onlineByAddress = 4;
    result.game.record = 9;
    result.game.players = {{"Alia", 8}, {"Bo", 300}};
    return result;
}

StatusRequest asking(std::uint16_t bits) {
    StatusRequest request;
    request.wanted = bits;
    return request;
}

}  // namespace

TEST(status_reads_requests) {
    HOLDS(readStatusRequest("\xff\xffinfo")->xml);
    const auto players = readStatusRequest(std::string_view("\xff\x01\x08\x00", 4));
    HOLDS(!players->xml);
    SAME(players->wanted, 8);
    SAME(readStatusRequest(std::string_view("\xff\x01\x40\x00\x02\x00" "Bo", 8))->characterName, "Bo");
    SAME(readStatusRequest(std::string_view("\xff\x01\x40\x00\xff\xff" "Bo", 8))->characterName, "Bo");
    HOLDS(!readStatusRequest("\xff\xffinf"));
    HOLDS(!readStatusRequest("\xff\x01\x08"));
    HOLDS(!readStatusRequest("\x01\x01\x08\x08"));
    HOLDS(!readStatusRequest(""));
}

TEST(status_writes_xml) {
    const std::string xml = statusXml(facts());
    HOLDS(xml.starts_with("<?xml version=\"1.0\"?><tsqp version=\"1.0\"><serverinfo uptime=\"42\" ip=\"127.0.0.1\" "
                          "servername=\"A &lt;b&gt; &amp; &quot;c&quot;\" port=\"7171\""));
    HOLDS(xml.find("server=\"Canary\" version=\"3.0\" client=\"15.25\"/>") != std::string::npos);
    HOLDS(xml.find("<players online=\"4\" unique=\"4\" max=\"500\" peak=\"9\"/>") != std::string::npos);
    HOLDS(xml.ends_with("<motd></motd></tsqp>"));
}

TEST(status_writes_binary) {
    SAME(text::hex(statusBinary(facts(), asking(status::players))), "0d002006000000f401000009000000");
    SAME(text::hex(statusBinary(facts(), asking(status::extendedPlayers))),
         "17002102000000"
         "0400416c696108000000"
         "0200426f2c010000");
    SAME(text::hex(statusBinary(facts(), asking(0))), "0000");
    StatusRequest one = asking(status::playerStatus);
    one.characterName = "bo";
    SAME(text::hex(statusBinary(facts(), one)), "02002201");
    const std::string software = statusBinary(facts(), asking(status::software));
    HOLDS(software.find("Canary") != std::string::npos);
}

TEST(status_limits_rate) {
    RateLimit limit;
    const Clock::time_point now{};
    HOLDS(limit.admits("10.0.0.1", now, 5000ms));
    HOLDS(limit.admits("10.0.0.2", now, 5000ms));
    HOLDS(!limit.admits("10.0.0.1", now + 4999ms, 5000ms));
    HOLDS(limit.admits("10.0.0.1", now + 5000ms, 5000ms));
}

TEST(challenge_is_framed) {
    const std::string message = challenge(0x01020304, 0x55);
    SAME(message.size(), std::size_t{14});
    SAME(text::hex(message.substr(0, 2)), "0c00");
    SAME(text::hex(message.substr(6)), "06001f0403020155");
}
