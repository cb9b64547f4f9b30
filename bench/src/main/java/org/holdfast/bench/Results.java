package org.holdfast.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All samples of a run, and what follows from them. */
public final class Results {
    private final List<String> subjects;
    private final List<Sample> samples;

    /** Of subjects in the order of tables; those without a sample are left out. */
    public Results(List<String> subjects, List<Sample> samples) {
        this.subjects = subjects.stream()
                .filter(subject -> samples.stream().anyMatch(s -> s.subject().equals(subject)))
                .toList();
        this.samples = List.copyOf(samples);
    }

    public List<Sample> samples() {
        return samples;
    }

    /** In the order of measuring. */
    public List<Setting> settings() {
        return samples.stream().map(Sample::setting).distinct().toList();
    }

    /** In the order of doing them. */
    public List<Phase> phases() {
        return samples.stream().map(Sample::phase).distinct().sorted().toList();
    }

    /** In the order of tables. */
    public List<String> subjects() {
        return subjects;
    }

    /** Those without an error. */
    List<Sample> good(Setting setting, Phase phase, String subject) {
        return of(setting, phase, subject)
                .filter(s -> s.outcome().isGood())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** What failed, if anything did. */
    Optional<String> error(Setting setting, Phase phase, String subject) {
        return of(setting, phase, subject)
                .map(s -> s.outcome().error())
                .filter(e -> !e.isEmpty())
                .findFirst();
    }

    private Stream<Sample> of(Setting setting, Phase phase, String subject) {
        return samples.stream()
                .filter(s -> s.setting().equals(setting)
                        && s.phase() == phase
                        && s.subject().equals(subject));
    }

    /** Steps or MiB in a second. */
    Spread speed(Setting setting, Phase phase, String subject) {
        return spread(setting, phase, subject, Sample::speed);
    }

    /** A percentile of the time of a step, in nanoseconds. */
    Spread took(Setting setting, Phase phase, String subject, int percentile) {
        return spread(setting, phase, subject, s -> s.outcome().took()[percentile]);
    }

    private Spread spread(Setting setting, Phase phase, String subject, ToDoubleFunction<Sample> of) {
        return Spread.of(
                good(setting, phase, subject).stream().map(of::applyAsDouble).toList());
    }

    /** The daemon's processor time for a step, in microseconds. */
    Spread daemonMicros(Setting setting, Phase phase, String subject) {
        return spread(
                setting,
                phase,
                subject,
                s -> s.outcome().daemonSeconds() * 1e6 / s.outcome().steps());
    }

    /** The daemon's processor time in the timed parts of all rounds, in seconds. */
    double daemonSeconds(Setting setting, String subject) {
        return samples.stream()
                .filter(s -> s.setting().equals(setting) && s.subject().equals(subject))
                .mapToDouble(s -> s.outcome().daemonSeconds())
                .sum();
    }

    /** Speed through {@code base}, of the same round each: rounds in which either failed are left out. */
    Spread ratio(Setting setting, Phase phase, String subject, String base) {
        List<Sample> bases = good(setting, phase, base);
        List<Double> ratios = new ArrayList<>();
        for (Sample sample : good(setting, phase, subject)) {
            bases.stream()
                    .filter(b -> b.round() == sample.round())
                    .findFirst()
                    .ifPresent(b -> ratios.add(sample.speed() / b.speed()));
        }
        return Spread.of(ratios);
    }
}
