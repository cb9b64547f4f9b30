package org.holdfast.dialogue;

import java.util.*;
import org.holdfast.kernel.*;

public class Try {
    public static void main(String[] a) {
        DaemonKind kind = a[0].equals("fd") ? Holdfast.FD : Holdfast.LINK;
        int n = Integer.parseInt(a[1]);
        Random r = new Random(Long.parseLong(a[2]));
        try (RandomDialogues d = new RandomDialogues(kind)) {
            for (int i = 0; i < n; i++) {
                List<Choice> c = new ArrayList<>();
                for (int j = 0; j < 55; j++)
                    c.add(new Choice(
                            r.nextInt(Moves.kinds()),
                            r.nextInt(1 << 16),
                            r.nextInt(1 << 16),
                            r.nextInt(1 << 16),
                            r.nextInt(1 << 16)));
                d.play(c);
            }
        }
    }
}
