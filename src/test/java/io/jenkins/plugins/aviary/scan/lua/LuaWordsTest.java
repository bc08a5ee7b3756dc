package io.jenkins.plugins.aviary.scan.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuaWordsTest {
    @Test
    void leavesOutCommentsOfBothKinds() throws LuaSyntaxFailure {
        assertThat(texts("#!/usr/bin/lua\na --[[ os.execute('x')\n]] b -- os.execute('y')\nc --[==[ ]] ]==] d"))
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void readsTextsWhateverIsInThem() throws LuaSyntaxFailure {
        assertThat(texts("'it\\'s' \"--[[\" [[a\nb]] [=[ ]] ]=] \"\\104\\x69\" ''"))
                .containsExactly("it's", "--[[", "a\nb", " ]] ", "hi", "");
    }

    @Test
    void countsOnlyLettersThatCouldHaveBeenWrittenPlainly() throws LuaSyntaxFailure {
        assertThat(LuaWords.of("'\\104\\195\\161\\x69\\n'").get(0).escapes()).isEqualTo(2);
    }

    @Test
    void knowsWhereWordsAre() throws LuaSyntaxFailure {
        List<LuaToken> tokens = LuaWords.of("a\n  [[x\n]]  b");

        assertThat(tokens).extracting(LuaToken::line).containsExactly(1, 2, 3);
        assertThat(tokens).extracting(LuaToken::column).containsExactly(1, 3, 5);
    }

    @Test
    void tellsDotsFromNumbers() throws LuaSyntaxFailure {
        assertThat(texts("a..b ... .5 1e-3 0x1p+4 2ULL a.b"))
                .containsExactly("a", "..", "b", "...", ".5", "1e-3", "0x1p+4", "2ULL", "a", ".", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'abc", "\"abc\ndef\"", "--[[ abc", "[==[ abc ]=]", "'abc\\"})
    void refusesWhatHasNoEnd(String source) {
        assertThatThrownBy(() -> LuaWords.of(source)).isInstanceOf(LuaSyntaxFailure.class);
    }

    private static List<String> texts(String source) throws LuaSyntaxFailure {
        return LuaWords.of(source).stream().map(LuaToken::text).toList();
    }
}
