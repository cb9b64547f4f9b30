import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Sums up surefire's reports: {@code java TestReport.java ALLOWED_SKIPS REPORT_DIRECTORY...}. Names each failed test and
 * each skip whose reason is not in the file ALLOWED_SKIPS, then prints the sums. Exits with 1 if there is one of either,
 * or no test at all.
 */
final class TestReport {
    private final Set<String> allowedSkips;
    private final List<String> problems = new ArrayList<>();
    private int passed;
    private int failed;
    private int skipped;

    private TestReport(Set<String> allowedSkips) {
        this.allowedSkips = allowedSkips;
    }

    public static void main(String[] args) throws Exception {
        TestReport report = new TestReport(reasons(Path.of(args[0])));
        for (String directory : List.of(args).subList(1, args.length)) {
            report.addDirectory(Path.of(directory));
        }
        if (report.passed + report.failed + report.skipped == 0) {
            report.problems.add("no test has run");
        }
        report.problems.forEach(System.out::println);
        System.out.printf("%d passed, %d failed, %d skipped%n", report.passed, report.failed, report.skipped);
        System.exit(report.problems.isEmpty() ? 0 : 1);
    }

    private static Set<String> reasons(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toSet());
    }

    private void addDirectory(Path directory) throws Exception {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path file : files) {
                NodeList cases = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) {
                    addCase((Element) cases.item(i));
                }
            }
        }
    }

    private void addCase(Element test) {
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        Element failure = child(test, "failure") != null ? child(test, "failure") : child(test, "error");
        Element skip = child(test, "skipped");
        if (failure != null) {
            failed++;
            problems.add("failed: " + name + ": " + firstLine(failure.getAttribute("message")));
        } else if (skip != null) {
            skipped++;
            String reason = skipReason(skip);
            if (!allowedSkips.contains(reason)) {
                problems.add("skipped without leave: " + name + ": " + reason);
            }
        } else {
            passed++;
        }
    }

    /** A disabled test carries its reason as the message, a failed assumption as the head of a stack trace. */
    private static String skipReason(Element skip) {
        if (skip.hasAttribute("message")) {
            return firstLine(skip.getAttribute("message"));
        }
        return firstLine(skip.getTextContent())
                .replaceFirst("^[\\w.]+(Exception|Violation): ", "")
                .replaceFirst("^Assumption failed: ", "");
    }

    private static Element child(Element parent, String tag) {
        return (Element) parent.getElementsByTagName(tag).item(0);
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("no reason given");
    }
}
