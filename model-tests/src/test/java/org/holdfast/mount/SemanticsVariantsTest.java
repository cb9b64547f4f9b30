package org.holdfast.mount;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.FsKind;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same with the daemon's other ways to work: nothing that a program sees may depend on them. */
@MountTest(needsDaemon = false)
@ParameterizedClass(name = "{0}")
@EnumSource(SemanticsVariantsTest.Variant.class)
final class SemanticsVariantsTest {
    /** How the mount differs from the default one. */
    enum Variant {
        /** A descriptor for each node and no work link. */
        FD_POLICY("--policy", "fd"),
        /** Four descriptors of nodes that could have a link: nodes are cooled in the midst of each program. */
        ADAPTIVE_POLICY("--policy", "adaptive", "--fds", "4"),
        /** Four descriptors in all: files have nothing but their file handles in the midst of each program. */
        HANDLE_POLICY("--policy", "handle", "--fds", "4"),
        /** Every lookup reaches the daemon. */
        NO_CACHE("--cache", "never"),
        /** The client asks once for a name, also for one that is not there: of a tree that nobody else changes. */
        LONG_CACHE("--cache", "always"),
        /** The kernel reads and writes open files itself. */
        KERNEL_DATA("--data", "kernel", "--policy", "adaptive", "--fds", "4"),
        /** The same while it keeps what it knows. */
        KERNEL_DATA_LONG_CACHE("--data", "kernel", "--cache", "always"),
        /** Every request goes through one thread. */
        ONE_WORKER("--workers", "1"),
        /** The client forgets all that it can before every single operation. */
        FORGETFUL_CLIENT;

        private final String[] options;

        Variant(String... options) {
            this.options = options;
        }

        boolean isDataTheKernels() {
            return List.of(options).contains("kernel");
        }

        boolean keepsWhatItKnows() {
            return List.of(options).contains("always");
        }
    }

    /** Then the kernel's writes are nobody's in particular; see {@link KernelDataTest} for what is kept to. */
    private static final String SETS_ID_OF_AN_OPEN_FILE = "modes-and-owners";

    private static Variant current;
    private static Fixture fixture;

    SemanticsVariantsTest(Variant variant) {}

    @BeforeParameterizedClassInvocation
    static void mount(Variant variant) {
        current = variant;
        fixture = Fixture.mounted(FsKind.EXT4, variant.options);
    }

    @AfterParameterizedClassInvocation
    static void unmount() {
        fixture.close();
    }

    static List<Script> scripts() {
        return Script.all(FsKind.EXT4).stream()
                .filter(script -> !current.keepsWhatItKnows() || !script.changesOnTheHost())
                .filter(script ->
                        !current.isDataTheKernels() || !script.toString().equals(SETS_ID_OF_AN_OPEN_FILE))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void sameAsOnTheBareFileSystem(Script script) {
        List<String> options = new ArrayList<>();
        if (current == Variant.FORGETFUL_CLIENT) {
            options.add("-d");
        }
        new Differential(fixture).check(script, options.toArray(String[]::new));
    }
}
