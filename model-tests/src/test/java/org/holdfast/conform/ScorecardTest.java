package org.holdfast.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.conform.Exchange.Actor;
import org.holdfast.replay.Outcome;
import org.junit.jupiter.api.Test;

/** What a scorecard says of what was noted on it, in each of its forms. */
class ScorecardTest {
    private final Scorecard card = new Scorecard("mydaemon", "1.2", "Speaks <FUSE> & nothing else.");

    @Test
    void aLineIsWhatItsTrialsAre() {
        card.passed(EnumSet.of(Property.P4, Property.P6), Set.of("Z29"));
        card.failed(List.of(failure(Property.P4, 3), failure(Property.P4, 2)), Set.of());
        card.leftOut("needs a daemon that sings", EnumSet.of(Property.P16), Set.of("Z61"));
        assertThat(card.good()).isFalse();
        assertThat(card.played()).isEqualTo(2);
        assertThat(line("P4").mark()).isEqualTo(Scorecard.Mark.FAIL);
        assertThat(line("P4").shortest().orElseThrow().exchanges()).hasSize(2);
        assertThat(line("P6").mark()).isEqualTo(Scorecard.Mark.PASS);
        assertThat(line("P16").mark()).isEqualTo(Scorecard.Mark.NOT_APPLICABLE);
        assertThat(line("P16").why()).isEqualTo("needs a daemon that sings");
        assertThat(card.zoo()).hasSize(61).anyMatch(row -> row.id().equals("Z29") && row.passed() == 1);
    }

    private Scorecard.Line line(String id) {
        return card.properties().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyFormTellsTheFailure() {
        card.failed(List.of(failure(Property.P6, 3)), Set.of("Z30"));
        assertThat(TextReport.of(card))
                .contains("P6   fail")
                .contains("GETATTR <node> 2")
                .contains("ended by signal 11");
        assertThat(JsonReport.of(card))
                .contains("\"mustBe\" : \"an answer\"")
                .contains("\"end\" : \"was ended by signal 11\"");
        assertThat(JunitReport.of(card)).contains("failures=\"2\"").contains("<skipped message=");
        assertThat(HtmlReport.of(card))
                .contains("GETATTR &lt;node&gt; 2")
                .contains("Speaks &lt;FUSE&gt; &amp; nothing else.");
    }

    @Test
    void theSummaryTellsWhatCameOnce() {
        Exchange told = new Exchange(Actor.DAEMON, "got ENOENT", "success");
        assertThat(new Failure(Property.P6, "trial", List.of(told), Optional.empty(), "").summary())
                .isEqualTo("got ENOENT; must be: success");
        assertThat(failure(Property.P6, 1).summary())
                .isEqualTo("got nothing; must be: an answer; the daemon was ended by signal 11");
    }

    /** A page that is kept must not depend on what is elsewhere. */
    @Test
    void thePageNeedsNothingElse() {
        card.failed(List.of(failure(Property.P6, 3)), Set.of("Z30"));
        String page = HtmlReport.of(card);
        assertThat(page)
                .doesNotContain("{{")
                .doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?+(?!#)")
                .doesNotContainPattern("(?i)https?:|url\\(|@import|<script|<link|<iframe|<img");
        assertThat(page).contains("<svg").contains("prefers-color-scheme: dark").contains("id=\"f1\"");
    }

    private static Failure failure(Property property, int steps) {
        List<Exchange> all = List.of(
                Exchange.of(Actor.HOST, "create a"),
                Exchange.of(Actor.CLIENT, "GETATTR <node> 2"),
                new Exchange(Actor.DAEMON, "nothing", "an answer"));
        return new Failure(
                property,
                "trial",
                all.subList(all.size() - steps, all.size()),
                Optional.of(new Outcome.End(128 + 11, "")),
                "begin");
    }
}
