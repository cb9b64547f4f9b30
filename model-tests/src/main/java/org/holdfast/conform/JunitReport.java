package org.holdfast.conform;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A scorecard as JUnit XML: a test case for each property and each row of the zoo. */
public final class JunitReport {
    private JunitReport() {}

    /** What is not applicable is skipped. */
    public static String of(Scorecard card) {
        List<Scorecard.Line> lines = new ArrayList<>(card.properties());
        lines.addAll(card.zoo());
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", card.daemon());
            xml.writeAttribute("tests", Integer.toString(lines.size()));
            xml.writeAttribute("failures", count(lines, Scorecard.Mark.FAIL));
            xml.writeAttribute("skipped", count(lines, Scorecard.Mark.NOT_APPLICABLE));
            for (Scorecard.Line line : lines) {
                testCase(xml, card, line);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text + "\n";
    }

    private static String count(List<Scorecard.Line> lines, Scorecard.Mark mark) {
        return Long.toString(lines.stream().filter(line -> line.mark() == mark).count());
    }

    private static void testCase(XMLStreamWriter xml, Scorecard card, Scorecard.Line line) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", card.daemon());
        xml.writeAttribute("name", line.id() + " " + line.title());
        switch (line.mark()) {
            case PASS -> {}
            case FAIL -> {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", line.shortest().orElseThrow().summary());
                xml.writeCharacters(line.shortest().orElseThrow().replay());
                xml.writeEndElement();
            }
            case NOT_APPLICABLE -> {
                xml.writeEmptyElement("skipped");
                xml.writeAttribute("message", line.why());
            }
            default -> throw new IllegalArgumentException(line.toString());
        }
        xml.writeEndElement();
    }
}
