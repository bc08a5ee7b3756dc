package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.model.NoticeChannel;
import io.jenkins.plugins.aviary.model.NoticeLetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes what those who may vote are told. Channels that several people read get where to vote, and no personal link. A
 * personal link goes to one address alone: that of a person who may vote now, whom the rule or the configuration names.
 */
public final class GateLetters {
    private static final int MOST_PERSONS = 100;
    private static final int LONGEST_FIELD = 1000;

    private final ApprovalNotices notices;
    private final VoteLinks links;
    private final VotePlace place;

    /**
     * The letters of a gate.
     *
     * @param notices who is told
     * @param links makes the personal links
     * @param place where they vote
     */
    public GateLetters(ApprovalNotices notices, VoteLinks links, VotePlace place) {
        this.notices = notices;
        this.links = links;
        this.place = place;
    }

    /** What is to be sent at a moment. */
    public List<NoticeLetter> at(GateMoment moment, GateState gate) {
        List<NoticeLetter> letters = new ArrayList<>();
        if (!notices.shared().isEmpty()) {
            letters.add(letter(moment, gate, place.way(gate), place.page(gate), notices.shared()));
        }
        notices.mail().ifPresent(mail -> {
            for (String person : asked(gate)) {
                address(person).ifPresent(address -> {
                    String token = links.token(gate, person);
                    letters.add(letter(
                            moment,
                            gate,
                            person + ", your vote is asked for. " + place.personalWay(token),
                            place.link(token),
                            List.of(mail.onlyTo(address))));
                });
            }
        });
        return letters;
    }

    private Optional<String> address(String person) {
        return Optional.ofNullable(notices.persons().get(person)).or(() -> place.address(person));
    }

    /** Those whose approval would count now, among those that the rule or the configuration names. */
    private Set<String> asked(GateState gate) {
        Set<String> named = new LinkedHashSet<>();
        gate.rule().principals().stream()
                .filter(principal -> principal.kind() == Principal.Kind.USER)
                .forEach(principal -> named.add(principal.name()));
        named.addAll(notices.persons().keySet());
        Electorate electorate = new Electorate(gate);
        return named.stream()
                .limit(MOST_PERSONS)
                .filter(id -> electorate.awaits(
                        place.person(id, gate).orElseGet(() -> new Person(id, "", Set.of(), Set.of(), Set.of()))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_FIELD ? text : text.substring(0, LONGEST_FIELD - 1) + "…";
    }

    private NoticeLetter letter(
            GateMoment moment, GateState gate, String way, String link, List<NoticeChannel> channels) {
        ApprovalRequest request = gate.request();
        String environment = request.subject().environment();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("version", request.version());
        fields.put("environment", environment);
        fields.put("release", request.subject().artifact().brief());
        fields.put("asked by", request.requester());
        fields.put("who must agree", gate.rule().text());
        fields.put("missing", GateDescription.missing(gate));
        fields.put("until", gate.expires().toString());
        if (!request.runs().isEmpty()) {
            fields.put("runs there now", request.runs());
        }
        if (!request.differences().isEmpty()) {
            fields.put("difference", cut(String.join("; ", GateDescription.differences(gate))));
        }
        if (!request.migrations().isEmpty()) {
            fields.put(
                    "migrations",
                    request.migrations().stream()
                            .map(one -> one.name() + ": " + one.risk())
                            .collect(Collectors.joining("; ")));
        }
        fields.put("gate", request.gate());
        return new NoticeLetter(
                moment.headline() + ": " + request.version() + " to " + environment,
                request.message().isEmpty() ? way : request.message() + "\n\n" + way,
                moment.mood(),
                link,
                fields,
                channels,
                notices.allowPrivateAddresses());
    }
}
