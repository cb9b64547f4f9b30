package org.holdfast.mount;

import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Subject;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Says why nothing can be mounted here, if so. */
final class MountCondition implements ExecutionCondition {
    private static final String OBSTACLE = findObstacle();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (OBSTACLE != null) {
            return ConditionEvaluationResult.disabled(OBSTACLE);
        }
        boolean needsDaemon = AnnotationSupport.findAnnotation(context.getTestClass(), MountTest.class)
                .map(MountTest::needsDaemon)
                .orElse(false);
        return needsDaemon && !Subject.isHoldfast()
                ? ConditionEvaluationResult.disabled("looks at the daemon itself, and another subject is tested")
                : ConditionEvaluationResult.enabled("can mount");
    }

    private static String findObstacle() {
        if (!System.getProperty("user.name").equals("root")) {
            return "mounting file systems and dropping caches needs root";
        }
        if (!Files.exists(Path.of("/dev/fuse"))) {
            return "there is no /dev/fuse";
        }
        if (Program.of("losetup", "-f").run().exit() != 0) {
            return "there is no loop device";
        }
        String launcher = Project.launcher().get(0);
        if (Subject.isHoldfast() && launcher.startsWith("/") && !Files.isExecutable(Path.of(launcher))) {
            return "there is no " + launcher;
        }
        return null;
    }
}
