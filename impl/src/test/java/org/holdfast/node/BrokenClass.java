package org.holdfast.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class with one method broken, to show that a test notices when it is found before the good one. */
final class BrokenClass extends ClassVisitor {
    private final String method;
    private final boolean unlocked;
    private boolean found;

    private BrokenClass(ClassVisitor next, String method, boolean unlocked) {
        super(Opcodes.ASM9, next);
        this.method = method;
        this.unlocked = unlocked;
    }

    /** {@code method} of {@code whole} without the lock that it takes; written below {@code directory}. */
    static void withoutLock(Class<?> whole, String method, Path directory) throws IOException {
        write(whole, method, true, directory);
    }

    /** {@code method} of {@code whole}, which returns nothing, does nothing; written below {@code directory}. */
    static void withoutEffect(Class<?> whole, String method, Path directory) throws IOException {
        write(whole, method, false, directory);
    }

    private static void write(Class<?> whole, String method, boolean unlocked, Path directory) throws IOException {
        String file = whole.getName().replace('.', '/') + ".class";
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        BrokenClass broken = new BrokenClass(writer, method, unlocked);
        try (InputStream in = whole.getClassLoader().getResourceAsStream(file)) {
            new ClassReader(in).accept(broken, 0);
        }
        if (!broken.found) {
            throw new IllegalArgumentException(whole.getSimpleName() + "." + method + " cannot be broken so");
        }
        Path target = directory.resolve(file);
        Files.createDirectories(target.getParent());
        Files.write(target, writer.toByteArray());
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
        if (!name.equals(method)) {
            return super.visitMethod(access, name, type, signature, exceptions);
        }
        found |= unlocked ? (access & Opcodes.ACC_SYNCHRONIZED) != 0 : type.endsWith(")V");
        MethodVisitor code = super.visitMethod(access & ~Opcodes.ACC_SYNCHRONIZED, name, type, signature, exceptions);
        if (unlocked) {
            return code;
        }
        code.visitCode();
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        return null;
    }
}
