package org.holdfast.conform;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A scorecard as one page of HTML that needs nothing else: the card, and a drawing of each shortest failure. */
public final class HtmlReport {
    private static final Template PAGE = Template.of("scorecard.html");

    private HtmlReport() {}

    /** The page. */
    public static String of(Scorecard card) {
        List<Failure> failures = card.shortest();
        return PAGE.fill(
                "page",
                Map.of(
                        "daemon", card.daemon(),
                        "version", card.version(),
                        "remark", card.remark(),
                        "tried", String.format(Locale.ROOT, "%,d", card.played()),
                        "tally", tally(card),
                        "properties", rows(card.properties(), failures),
                        "zoo", rows(card.zoo(), failures),
                        "failures",
                                failures.stream().map(f -> failure(f, failures)).collect(Collectors.joining()),
                        "left", left(card)));
    }

    private static String tally(Scorecard card) {
        Map<Scorecard.Mark, Long> marks =
                card.properties().stream().collect(Collectors.groupingBy(Scorecard.Line::mark, Collectors.counting()));
        return List.of(Scorecard.Mark.values()).stream()
                .map(mark -> PAGE.fill(
                        "count",
                        Map.of(
                                "class", css(mark),
                                "number", marks.getOrDefault(mark, 0L),
                                "word", mark.word())))
                .collect(Collectors.joining());
    }

    private static String rows(List<Scorecard.Line> lines, List<Failure> failures) {
        return lines.stream().map(line -> row(line, failures)).collect(Collectors.joining());
    }

    private static String row(Scorecard.Line line, List<Failure> failures) {
        String detail = line.shortest()
                .map(f -> PAGE.fill(
                        "pointer",
                        Map.of(
                                "number",
                                failures.indexOf(f) + 1,
                                "summary",
                                f.summary(),
                                "failed",
                                line.failed(),
                                "all",
                                line.failed() + line.passed())))
                .orElse(PAGE.fill(
                        "plain",
                        Map.of(
                                "text",
                                line.why().isEmpty()
                                        ? String.format(Locale.ROOT, "%,d tried", line.passed())
                                        : line.why())));
        return PAGE.fill(
                "row",
                Map.of(
                        "id", line.id(),
                        "title", line.title(),
                        "class", css(line.mark()),
                        "mark", line.mark().word(),
                        "detail", detail));
    }

    private static String failure(Failure failure, List<Failure> failures) {
        return PAGE.fill(
                "failure",
                Map.of(
                        "number", failures.indexOf(failure) + 1,
                        "id", failure.property().name(),
                        "title", failure.property().title(),
                        "sentence", failure.property().sentence(),
                        "trial", failure.trial(),
                        "end",
                                failure.end()
                                        .map(e -> "The daemon " + Failure.ending(e) + ".")
                                        .orElse(""),
                        "drawing", Drawing.of(failure, PAGE),
                        "replay", failure.replay()));
    }

    private static String left(Scorecard card) {
        return card.left().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(e -> PAGE.fill("reason", Map.of("count", e.getValue(), "reason", e.getKey())))
                .collect(Collectors.joining());
    }

    private static String css(Scorecard.Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
