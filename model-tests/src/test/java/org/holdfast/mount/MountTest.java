package org.holdfast.mount;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests at a real mount: tagged {@code mount}, and skipped with the reason where nothing can be mounted. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("mount")
@ExtendWith(MountCondition.class)
public @interface MountTest {
    /** Whether the test looks at the daemon itself, so that no other subject can be put in its place. */
    boolean needsDaemon() default true;
}
