package io.jenkins.plugins.aviary.approval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Gives each person at most one place in some quorums so that most places are filled (Kuhn's augmenting paths). */
final class QuorumMatching {
    private final List<ApprovalRule.Quorum> places = new ArrayList<>();
    private final List<Set<Principal>> persons;
    private final int[] personAt;

    private QuorumMatching(List<ApprovalRule.Quorum> quorums, List<Set<Principal>> persons) {
        for (ApprovalRule.Quorum quorum : quorums) {
            for (int i = 0; i < quorum.count(); i++) {
                places.add(quorum);
            }
        }
        this.persons = persons;
        this.personAt = new int[places.size()];
        Arrays.fill(personAt, -1);
    }

    /** The quorums with the number of places that stay open; none if all are filled. */
    static List<ApprovalRule.Quorum> open(List<ApprovalRule.Quorum> quorums, List<Set<Principal>> persons) {
        QuorumMatching matching = new QuorumMatching(quorums, persons);
        for (int person = 0; person < persons.size(); person++) {
            matching.place(person, new boolean[matching.places.size()]);
        }
        List<ApprovalRule.Quorum> open = new ArrayList<>();
        int at = 0;
        for (ApprovalRule.Quorum quorum : quorums) {
            int lacking = 0;
            for (int i = 0; i < quorum.count(); i++) {
                lacking += matching.personAt[at++] < 0 ? 1 : 0;
            }
            if (lacking > 0) {
                open.add(new ApprovalRule.Quorum(lacking, quorum.of()));
            }
        }
        return open;
    }

    private boolean place(int person, boolean[] tried) {
        for (int place = 0; place < places.size(); place++) {
            if (!tried[place] && places.get(place).of().stream().anyMatch(persons.get(person)::contains)) {
                tried[place] = true;
                if (personAt[place] < 0 || place(personAt[place], tried)) {
                    personAt[place] = person;
                    return true;
                }
            }
        }
        return false;
    }
}
