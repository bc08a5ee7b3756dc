package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalRuleTest {
    private static List<Set<Principal>> persons(String... each) {
        return Arrays.stream(each)
                .map(text -> Arrays.stream(text.split(" "))
                        .filter(name -> !name.isEmpty())
                        .map(Principal::parse)
                        .collect(Collectors.toSet()))
                .toList();
    }

    private static boolean satisfied(String rule, String... persons) {
        return ApprovalRule.parse(rule).satisfiedBy(persons(persons));
    }

    @Test
    void countsDifferentPersons() {
        String rule = "2 of (group:ops, user:anna)";
        assertThat(satisfied(rule, "group:ops")).isFalse();
        assertThat(satisfied(rule, "group:ops", "group:ops")).isTrue();
        assertThat(satisfied(rule, "group:ops user:anna")).isFalse();
        assertThat(satisfied(rule, "group:ops user:anna", "group:dev")).isFalse();
    }

    @Test
    void aQuorumOfTooFewPersonsSaysHowItIsWritten() {
        assertThatThrownBy(() -> ApprovalRule.parse("2 of user:root, user:nobody"))
                .hasMessage(
                        "The rule wants 2 persons of whom it names 1; name more, in parentheses: 2 of (user:root, user:NAME)");
    }

    @Test
    void countsAPersonInSeveralGroupsOnce() {
        String rule = "1 of group:ops and 1 of group:dev";
        assertThat(satisfied(rule, "group:ops group:dev")).isFalse();
        assertThat(satisfied(rule, "group:ops group:dev", "group:ops")).isTrue();
        assertThat(satisfied(rule, "group:ops group:dev", "group:dev")).isTrue();
        assertThat(satisfied("2 of group:a and 2 of group:b", "group:a", "group:a group:b", "group:a group:b"))
                .isFalse();
        assertThat(satisfied("2 of group:a and 1 of group:b", "group:a", "group:a group:b", "group:a group:b"))
                .isTrue();
    }

    @Test
    void takesEitherWay() {
        String rule = "2 of group:ops or 1 of role:owner and user:anna";
        assertThat(satisfied(rule, "role:owner")).isFalse();
        assertThat(satisfied(rule, "role:owner", "user:anna")).isTrue();
        assertThat(satisfied(rule, "group:ops", "group:ops")).isTrue();
        assertThat(satisfied("(group:a or group:b) and group:c", "group:b", "group:c"))
                .isTrue();
    }

    @Test
    void tellsWhoIsMissingInTheShortestWay() {
        ApprovalRule rule = ApprovalRule.parse("3 of group:ops or 1 of role:owner and 1 of group:dev");
        assertThat(rule.missing(persons("group:dev")))
                .extracting(ApprovalRule::text)
                .containsExactly("1 of role:owner");
        assertThat(rule.missing(persons("group:ops", "group:ops")))
                .extracting(ApprovalRule::text)
                .containsExactly("1 of group:ops");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user:anna | 1 of user:anna",
                "2 OF ( group:ops ,user:a.b@c-d_e ) | 2 of (group:ops, user:a.b@c-d_e)",
                "(group:a or group:b) and 2 of role:c | (1 of group:a or 1 of group:b) and 2 of role:c",
                "group:a or group:b and group:c | 1 of group:a or 1 of group:b and 1 of group:c",
                "group:DOMAIN\\ops | 1 of group:DOMAIN\\ops"
            })
    void isReadAndWritten(String text, String written) {
        assertThat(ApprovalRule.parse(text).text()).isEqualTo(written);
        assertThat(ApprovalRule.parse(written)).isEqualTo(ApprovalRule.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "2 of",
                "anna",
                "0 of group:ops",
                "99 of group:ops",
                "2 of user:anna",
                "2 of (user:anna, user:anna)",
                "group:a and",
                "group:a group:b",
                "(group:a",
                "group:a)",
                "2 of ()",
                "team:a",
                "user:"
            })
    void refusesRulesThatMakeNoSense(String text) {
        assertThatThrownBy(() -> ApprovalRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    @Test
    void refusesRulesThatTakeForever() {
        assertThatThrownBy(() -> ApprovalRule.parse("(".repeat(100) + "user:a" + ")".repeat(100)))
                .hasMessageContaining("nested");
        String either = "(user:a or user:b or user:c or user:d)";
        assertThatThrownBy(
                        () -> ApprovalRule.parse(String.join(" and ", List.of(either, either, either, either, either))))
                .hasMessageContaining("ways");
    }

    /** Against all ways to hand out the places, tried one by one. */
    @Property(tries = 500)
    void fillsPlacesWhereverThatIsPossible(
            @ForAll("quorums") List<ApprovalRule.Quorum> quorums, @ForAll("people") List<Set<Principal>> people) {
        ApprovalRule rule = new ApprovalRule.AllOf(List.copyOf(quorums));
        List<ApprovalRule.Quorum> places = new ArrayList<>();
        quorums.forEach(quorum -> {
            for (int i = 0; i < quorum.count(); i++) {
                places.add(quorum);
            }
        });
        assertThat(rule.satisfiedBy(people)).isEqualTo(fits(places, 0, people, new boolean[people.size()]));
    }

    private static boolean fits(
            List<ApprovalRule.Quorum> places, int place, List<Set<Principal>> people, boolean[] used) {
        if (place == places.size()) {
            return true;
        }
        for (int person = 0; person < people.size(); person++) {
            if (!used[person] && places.get(place).of().stream().anyMatch(people.get(person)::contains)) {
                used[person] = true;
                if (fits(places, place + 1, people, used)) {
                    return true;
                }
                used[person] = false;
            }
        }
        return false;
    }

    private static Arbitrary<Principal> groups() {
        return Arbitraries.of("a", "b", "c", "d").map(name -> new Principal(Principal.Kind.GROUP, name));
    }

    @Provide
    Arbitrary<List<ApprovalRule.Quorum>> quorums() {
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        groups().list().ofMinSize(1).ofMaxSize(3))
                .as(ApprovalRule.Quorum::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<Set<Principal>>> people() {
        return groups().set().ofMaxSize(3).list().ofMaxSize(6);
    }
}
