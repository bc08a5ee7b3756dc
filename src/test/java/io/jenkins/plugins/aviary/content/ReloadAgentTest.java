package io.jenkins.plugins.aviary.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.luajit.LuaJit;

/** The script that is installed in game servers, in LuaJIT with the functions of a server that it calls. */
class ReloadAgentTest {
    /** What Canary and The Forgotten Server give to a script, as far as the agent asks for it. */
    private static final String SERVER = """
            RELOAD_TYPE_SCRIPTS, RELOAD_TYPE_MONSTERS, RELOAD_TYPE_NPCS, MESSAGE_EVENT_ADVANCE = 11, 13, 14, 19
            reloaded, shown, later, printed = {}, {}, {}, {}
            Game = {
                reload = function(kind)
                    if kind == RELOAD_TYPE_NPCS then error("no such npc") end
                    reloaded[#reloaded + 1] = kind
                    return kind ~= RELOAD_TYPE_MONSTERS
                end,
                getPlayers = function()
                    return { { sendTextMessage = function(_, kind, text) shown[#shown + 1] = kind .. text end } }
                end,
            }
            function GlobalEvent(name)
                event = { name = name }
                event.interval = function(self, millis) self.millis = millis end
                event.register = function(self) self.registered = true end
                return event
            end
            function addEvent(call, millis) later[#later + 1] = call end
            function print(text) printed[#printed + 1] = text end
            function think() return event.onThink(200) end
            function passTime() local calls = later; later = {}; for _, call in ipairs(calls) do call() end end
            """;

    @TempDir
    Path mailbox;

    private Lua lua;

    @BeforeEach
    void loaded() {
        lua = new LuaJit();
        lua.openLibraries();
        run(SERVER);
        String script = new String(ReloadAgent.script(), StandardCharsets.UTF_8);
        assertThat(script).contains("local FOLDER = \"data/aviary/\"");
        run(script.replace("local FOLDER = \"data/aviary/\"", "local FOLDER = \"" + mailbox + "/\""));
    }

    @AfterEach
    void closed() {
        lua.close();
    }

    private void run(String source) {
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length);
        buffer.put(bytes).flip();
        lua.load(buffer, "@test");
        lua.pCall(0, 0);
    }

    private String value(String expression) {
        run("result = tostring(" + expression + ")");
        lua.getGlobal("result");
        return lua.toString(-1);
    }

    private void request(String text) throws IOException {
        Files.writeString(mailbox.resolve("reload.request"), text);
    }

    private String answer() throws IOException {
        Path file = mailbox.resolve("reload.ack");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void registersItselfAndDoesNothingUnasked() throws Exception {
        assertThat(value("event.registered")).isEqualTo("true");
        assertThat(value("think()")).isEqualTo("true");
        assertThat(value("#later")).isEqualTo("0");
        assertThat(answer()).isEmpty();
    }

    @Test
    void reloadsOnlyAfterItsOwnEventIsOverAndAnswers() throws Exception {
        request("token-1 scripts\n");

        run("think()");

        assertThat(mailbox.resolve("reload.request")).doesNotExist();
        assertThat(value("#reloaded")).isEqualTo("0");
        assertThat(answer()).isEmpty();

        run("passTime()");

        assertThat(value("reloaded[1]")).isEqualTo("11");
        assertThat(answer()).isEqualTo("token-1 ok scripts\n");
        assertThat(mailbox.resolve("reload.ack.new")).doesNotExist();
    }

    @Test
    void saysThatAReloadFailed() throws Exception {
        request("t monsters\n");
        run("think() passTime()");
        assertThat(answer()).isEqualTo("t failed monsters\n");

        request("t npcs\n");
        run("think() passTime()");
        assertThat(answer()).isEqualTo("t failed npcs\n");
        assertThat(value("printed[1]")).contains("no such npc");
    }

    @Test
    void failsWhatItDoesNotKnow() throws Exception {
        for (String what : new String[] {"everything", "_G", "scripts)", "NONE"}) {
            request("t " + what + "\n");
            run("think() passTime()");
            assertThat(answer()).isEqualTo("t failed " + what + "\n");
        }
        assertThat(value("#reloaded")).isEqualTo("0");
    }

    @Test
    void showsATextToEverybodyOnline() throws Exception {
        request("t broadcast The world closes in 5 minutes.\n");

        run("think() passTime()");

        assertThat(value("shown[1]")).isEqualTo("19The world closes in 5 minutes.");
        assertThat(answer()).startsWith("t ok broadcast");
    }

    @Test
    void leavesARequestThatIsStillBeingWritten() throws Exception {
        request("token-1 scri");

        run("think() passTime()");

        assertThat(mailbox.resolve("reload.request")).exists();
        assertThat(value("#reloaded")).isEqualTo("0");
    }

    @Test
    void takesAwayWhatIsNoRequest() throws Exception {
        for (String text : new String[] {"\n", "scripts\n", "a/b scripts\n", "x".repeat(1000)}) {
            request(text);
            run("think() passTime()");
            assertThat(mailbox.resolve("reload.request")).doesNotExist();
        }
        assertThat(answer()).isEmpty();
        assertThat(value("#reloaded")).isEqualTo("0");
    }
}
