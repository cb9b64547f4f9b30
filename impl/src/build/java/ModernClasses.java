import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/**
 * A step of the build: gives the classes of a jar that are older than Java 7 the format of Java 8. Java's class archive
 * (class data sharing) leaves older ones out, so that each start would parse and check those of the libraries again.
 */
final class ModernClasses {
    private static final int OLDEST_WITH_FRAMES = Opcodes.V1_7;

    private ModernClasses() {}

    /** Replaces the jar {@code arguments[0]}, which must be on the class path with all that its classes name. */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path modern = Path.of(arguments[0] + ".new");
        int count = 0;
        try (JarFile in = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(modern);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                byte[] bytes = content(in, entry);
                if (entry.getName().endsWith(".class") && majorVersion(bytes) < OLDEST_WITH_FRAMES) {
                    bytes = modern(bytes);
                    count++;
                }
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(bytes);
                out.closeEntry();
            }
        }
        Files.move(modern, jar, StandardCopyOption.REPLACE_EXISTING);
        System.out.println(count + " classes of " + jar + " have the format of Java 8 now");
    }

    private static byte[] content(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** Class file format, u2 at offset 6 (The Java Virtual Machine Specification, 4.1). */
    private static int majorVersion(byte[] bytes) {
        return (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    }

    private static byte[] modern(byte[] bytes) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        new ClassReader(bytes).accept(new Modernizer(writer), ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    /** The same class in the new format, which knows no subroutines within a method. */
    private static final class Modernizer extends ClassVisitor {
        Modernizer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new JSRInlinerAdapter(next, access, name, descriptor, signature, exceptions);
        }
    }
}
