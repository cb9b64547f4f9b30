package org.holdfast.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class with some methods broken, to show that a test notices when it is found before the good one. */
final class BrokenClass extends ClassVisitor {
    private final Set<String> sound;
    private final boolean unlocked;

    private BrokenClass(ClassVisitor next, Set<String> methods, boolean unlocked) {
        super(Opcodes.ASM9, next);
        this.sound = new HashSet<>(methods);
        this.unlocked = unlocked;
    }

    /** {@code methods} of {@code whole} without the lock that they take; written below {@code directory}. */
    static void withoutLock(Class<?> whole, Set<String> methods, Path directory) throws IOException {
        write(whole, methods, true, directory);
    }

    /** {@code method} of {@code whole}, which returns nothing, does nothing; written below {@code directory}. */
    static void withoutEffect(Class<?> whole, String method, Path directory) throws IOException {
        write(whole, Set.of(method), false, directory);
    }

    private static void write(Class<?> whole, Set<String> methods, boolean unlocked, Path directory)
            throws IOException {
        String file = whole.getName().replace('.', '/') + ".class";
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        BrokenClass broken = new BrokenClass(writer, methods, unlocked);
        try (InputStream in = whole.getClassLoader().getResourceAsStream(file)) {
            new ClassReader(in).accept(broken, 0);
        }
        if (!broken.sound.isEmpty()) {
            throw new IllegalArgumentException(whole.getSimpleName() + " cannot be broken so in " + broken.sound);
        }
        Path target = directory.resolve(file);
        Files.createDirectories(target.getParent());
        Files.write(target, writer.toByteArray());
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
        boolean breakable = unlocked ? (access & Opcodes.ACC_SYNCHRONIZED) != 0 : type.endsWith(")V");
        if (!breakable || !sound.remove(name)) {
            return super.visitMethod(access, name, type, signature, exceptions);
        }
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
