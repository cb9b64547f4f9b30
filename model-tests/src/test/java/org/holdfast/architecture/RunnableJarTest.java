package org.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.junit.jupiter.api.Test;

/** What the launcher runs. */
final class RunnableJarTest {
    /** Java 7's: what has an older format, Java's class archive leaves out. */
    private static final int OLDEST_ARCHIVED = 51;

    @Test
    void eachClassCanBeArchivedForAQuickStart() throws IOException {
        Program.of(Project.top().resolve("holdfast"), "--version").run();
        List<String> old = new ArrayList<>();
        int classes = 0;
        try (JarFile jar = new JarFile(
                Project.top().resolve("impl/target/launch/holdfast.jar").toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().endsWith(".class")) {
                    classes++;
                    if (version(jar, entry) < OLDEST_ARCHIVED) {
                        old.add(entry.getName());
                    }
                }
            }
        }
        assertThat(old).isEmpty();
        assertThat(classes).isPositive();
    }

    /** The Java Virtual Machine Specification, 4.1: u4 magic, u2 minor_version, u2 major_version. */
    private static int version(JarFile jar, JarEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.skipNBytes(6);
            return in.readUnsignedShort();
        }
    }
}
