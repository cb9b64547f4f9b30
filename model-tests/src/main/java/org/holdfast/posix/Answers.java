package org.holdfast.posix;

import java.util.List;
import java.util.Map;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.Result;

/** The results of calls as fsop prints them. */
final class Answers {
    private static final Map<Kind, String> KINDS = Map.of(
            Kind.FILE, "file",
            Kind.DIRECTORY, "dir",
            Kind.SYMLINK, "symlink",
            Kind.FIFO, "fifo",
            Kind.SOCKET, "sock",
            Kind.CHARACTER, "char",
            Kind.BLOCK, "block");

    private Answers() {}

    static String text(Result result) {
        if (result instanceof Result.Failed failed) {
            return failed.errno().name();
        }
        if (result instanceof Result.Unspecified) {
            return Run.Step.ANYTHING;
        }
        if (result instanceof Result.Number number) {
            return String.valueOf(number.value());
        }
        if (result instanceof Result.Bytes bytes) {
            return bytes.bytes().length() + " " + Words.shown(bytes.bytes());
        }
        if (result instanceof Result.Names names) {
            return counted(List.copyOf(names.names()));
        }
        if (result instanceof Result.Status status) {
            return status(status);
        }
        return "ok";
    }

    static String counted(List<String> words) {
        return words.size() + (words.isEmpty() ? "" : " " + String.join(" ", words));
    }

    private static String status(Result.Status status) {
        Obj object = status.object();
        String text = "%s mode=%04o nlink=%d uid=%d gid=%d"
                .formatted(KINDS.get(object.kind()), object.mode(), status.nlink(), object.uid(), object.gid());
        if (!object.is(Kind.DIRECTORY)) {
            text += " size=" + object.size();
        }
        if (object.body() instanceof Body.Device device) {
            text += " rdev=%d,%d".formatted(device.major(), device.minor());
        }
        return text;
    }

    /** The letter that "ls" puts behind a name. */
    static char letter(Kind kind) {
        return switch (kind) {
            case FILE -> 'f';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case FIFO -> 'p';
            case SOCKET -> 's';
            case CHARACTER -> 'c';
            case BLOCK -> 'b';
        };
    }
}
