package org.holdfast.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The arrows between packages point one way: cli → transport → passthrough → node → os. The wire protocol (fuse) stands
 * alone, lifecycle events (trace) may be recorded from anywhere that has a lifecycle, and the specification knows
 * nothing of the daemon.
 */
@AnalyzeClasses(packages = "org.holdfast", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
    private static final String SPEC = "org.holdfast.spec..";
    private static final String[] DAEMON = {
        "org.holdfast.os..",
        "org.holdfast.fuse..",
        "org.holdfast.node..",
        "org.holdfast.passthrough..",
        "org.holdfast.transport..",
        "org.holdfast.trace..",
        "org.holdfast.cli.."
    };

    @ArchTest
    static final ArchRule arrowsPointDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy("org.holdfast.cli..")
            .layer("transport")
            .definedBy("org.holdfast.transport..")
            .layer("passthrough")
            .definedBy("org.holdfast.passthrough..")
            .layer("node")
            .definedBy("org.holdfast.node..")
            .layer("os")
            .definedBy("org.holdfast.os..")
            .layer("fuse")
            .definedBy("org.holdfast.fuse..")
            .layer("trace")
            .definedBy("org.holdfast.trace..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("transport")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("passthrough")
            .mayOnlyBeAccessedByLayers("transport", "cli")
            .whereLayer("node")
            .mayOnlyBeAccessedByLayers("passthrough", "transport", "cli")
            .whereLayer("os")
            .mayOnlyBeAccessedByLayers("node", "passthrough", "transport", "cli")
            .whereLayer("fuse")
            .mayOnlyBeAccessedByLayers("passthrough", "transport", "cli")
            .whereLayer("trace")
            .mayOnlyBeAccessedByLayers("node", "passthrough", "cli");

    @ArchTest
    static final ArchRule fuseStandsAlone = noClasses()
            .that()
            .resideInAPackage("org.holdfast.fuse..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.holdfast..").and(not(resideInAPackage("org.holdfast.fuse.."))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule traceStandsAlone = noClasses()
            .that()
            .resideInAPackage("org.holdfast.trace..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.holdfast..").and(not(resideInAPackage("org.holdfast.trace.."))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule specKnowsNothingOfTheDaemon = noClasses()
            .that()
            .resideInAPackage(SPEC)
            .should()
            .dependOnClassesThat(resideInAPackage("org.holdfast..").and(not(resideInAPackage(SPEC))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodyDependsOnTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("org.holdfast.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.holdfast.cli..")
            .allowEmptyShould(true);

    /** Transport receives fusermount3's descriptor through jnr-posix; every other system call goes through os.Sys. */
    @ArchTest
    static final ArchRule nativeCallsAreMadeInOs = noClasses()
            .that()
            .resideInAnyPackage(DAEMON)
            .and()
            .resideOutsideOfPackages("org.holdfast.os..", "org.holdfast.transport..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("jnr..", "com.kenai.jffi.."))
            .allowEmptyShould(true);

    /**
     * Paths resolved by the Java library would escape the descriptors that confine the daemon to the export. A {@link
     * Path} itself is only a name.
     */
    @ArchTest
    static final ArchRule fileOperationsGoThroughOs = noClasses()
            .that()
            .resideInAnyPackage("org.holdfast.node..", "org.holdfast.passthrough..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    File.class,
                    FileInputStream.class,
                    FileOutputStream.class,
                    FileReader.class,
                    FileWriter.class,
                    RandomAccessFile.class,
                    FileChannel.class)
            .orShould()
            .dependOnClassesThat(resideInAPackage("java.nio.file..").and(not(type(Path.class))))
            .allowEmptyShould(true);
}
