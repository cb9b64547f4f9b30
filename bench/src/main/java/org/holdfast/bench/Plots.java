package org.holdfast.bench;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Drawings of results, as SVG. */
final class Plots {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 480;

    private Plots() {}

    /** Ratios of speed by phase on a logarithmic axis: a point for each subject, and a line at 1. */
    static String ratios(Report report, Setting setting) {
        Results results = report.results();
        List<Phase> phases = results.phases();
        CategoryChart chart = chart("Speed, " + report.base() + " = 1");
        chart.getStyler().setYAxisLogarithmic(true);
        chart.addSeries(report.base(), words(phases), Collections.nCopies(phases.size(), 1.0))
                .setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Line)
                .setMarker(SeriesMarkers.NONE);
        for (String subject : results.subjects()) {
            if (!subject.equals(report.base())) {
                points(chart, subject, phases, phase -> results.ratio(setting, phase, subject, report.base()));
            }
        }
        return svg(chart);
    }

    /** The daemon's processor time for a step, by phase. */
    static String daemonTime(Report report, Setting setting) {
        Results results = report.results();
        List<Phase> phases =
                results.phases().stream().filter(phase -> !phase.isSequential()).toList();
        CategoryChart chart = chart("Processor time of the daemon, microseconds a step");
        for (String subject : results.subjects()) {
            if (!subject.equals(Subjects.NATIVE)) {
                points(chart, subject, phases, phase -> results.daemonMicros(setting, phase, subject));
            }
        }
        return svg(chart);
    }

    private static CategoryChart chart(String title) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .build();
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setXAxisLabelRotation(45);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisDecimalPattern("#,##0.##");
        return chart;
    }

    /** The medians; what was not measured has no point. */
    private static void points(CategoryChart chart, String name, List<Phase> phases, Function<Phase, Spread> of) {
        List<Double> medians = phases.stream()
                .map(phase -> of.apply(phase).isNone() ? null : of.apply(phase).median())
                .toList();
        chart.addSeries(name, words(phases), medians);
    }

    private static List<String> words(List<Phase> phases) {
        return phases.stream().map(Phase::word).toList();
    }

    private static String svg(CategoryChart chart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
