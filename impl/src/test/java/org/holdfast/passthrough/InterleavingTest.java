package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.holdfast.os.OpenFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Something happens in the middle of a request, at each of its system calls in turn: what it does then is served by
 * another handler, on the same thread, so that every interleaving is the same each time.
 */
@Timeout(60)
final class InterleavingTest {
    /** A request about a node that the client knows, and may be forgetting. */
    private enum Operation {
        GETATTR(client -> node -> client.getattr(node)),
        CHMOD(client -> node -> client.chmod(node, 0600)),
        TRUNCATE(client -> node -> client.truncate(node, 2)),
        OPEN(client -> node -> client.open(node, OpenFlags.O_RDWR)),
        LOOKUP(client -> node -> client.lookup(Client.ROOT, "a")),
        LINK(client -> node -> client.link(node, Client.ROOT, "b")),
        CREATE(client -> node -> client.create(Client.ROOT, "a", OpenFlags.O_RDWR, 0644));

        private final Function<Client, LongFunction<Answer>> request;

        Operation(Function<Client, LongFunction<Answer>> request) {
            this.request = request;
        }

        Answer run(Client client, long node) {
            return request.apply(client).apply(node);
        }
    }

    /** Does {@code step} once, just before the {@code position}-th system call from now on. */
    private static void at(FaultySys faulty, int position, Runnable step) {
        int[] left = {position};
        faulty.rule(call -> {
            if (call.onTestThread() && --left[0] == 0) {
                step.run();
            }
            return 0;
        });
    }

    private static int calls(Operation operation, Policy policy) {
        FaultySys counting = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.policy(policy).sys(counting.sys()))) {
            export.host().write("a", "text");
            long node = export.theClient().lookup(Client.ROOT, "a").nodeid();
            counting.startLog();
            operation.run(export.theClient(), node).ok();
            return counting.log().size();
        }
    }

    @ParameterizedTest
    @EnumSource
    void z01z02z03ForgottenInTheMiddleOfEveryRequest(Operation operation) {
        for (Policy policy : Policy.values()) {
            int positions = calls(operation, policy);
            for (int position = 1; position <= positions; position++) {
                FaultySys faulty = new FaultySys(Setup.LINUX);
                try (Export export = Export.open(Setup.LINK.policy(policy).sys(faulty.sys()))) {
                    Client client = export.theClient();
                    Client other = export.client();
                    export.host().write("a", "text");
                    long node = client.lookup(Client.ROOT, "a").nodeid();
                    at(faulty, position, () -> other.forget(node, 1));
                    Answer answer = operation.run(client, node);
                    faulty.heal();
                    String what = operation + " with " + policy + ", forgotten at its call " + position;
                    if (operation == Operation.LINK && !answer.isOk()) {
                        assertThat(answer.errno()).as(what).isEqualTo(Errno.ESTALE);
                    } else {
                        assertThat(answer.errno()).as(what).isZero();
                    }
                    if (answer.isOk() && (operation == Operation.LOOKUP || operation == Operation.CREATE)) {
                        assertThat(client.attr(answer.nodeid()).size()).isEqualTo(4);
                        assertThat(client.attr(answer.nodeid()).nlink()).isEqualTo(1);
                    }
                }
            }
        }
    }

    @Test
    void z24TheNameIsSwappedInTheMiddleOfALookup() {
        FaultySys counting = new FaultySys(Setup.LINUX);
        int positions;
        try (Export export = Export.open(Setup.LINK.sys(counting.sys()))) {
            export.host().write("a", "text");
            counting.startLog();
            export.theClient().lookup(Client.ROOT, "a").ok();
            positions = counting.log().size();
        }
        for (int position = 1; position <= positions; position++) {
            FaultySys faulty = new FaultySys(Setup.LINUX);
            try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
                Client client = export.theClient();
                export.host().write("a", "first");
                export.host().write("b", "the second");
                at(faulty, position, () -> export.host().rename("b", "a"));
                Entry entry = client.lookup(Client.ROOT, "a").entry();
                faulty.heal();
                String content = client.content(entry.nodeid());
                assertThat(content).isIn("first", "the second");
                assertThat(entry.attr().size()).isEqualTo(content.length());
                assertThat(client.attr(entry.nodeid()).ino())
                        .isEqualTo(entry.attr().ino());
                assertThat(client.attr(entry.nodeid()).nlink()).isEqualTo(content.equals("first") ? 0 : 1);
            }
        }
    }

    @Test
    void z25AnErrorOfTheSecondLookupMakesNoSecondNode() {
        for (String call : List.of("openat", "statx")) {
            for (int position = 1; position <= 2; position++) {
                FaultySys faulty = new FaultySys(Setup.LINUX);
                try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
                    Client client = export.theClient();
                    export.host().write("a", "text");
                    long node = client.lookup(Client.ROOT, "a").nodeid();
                    faulty.failNth(call, position, Errno.ENOMEM);
                    assertThat(client.lookup(Client.ROOT, "a").errno()).isIn(0, Errno.ENOMEM);
                    faulty.heal();
                    assertThat(client.lookup(Client.ROOT, "a").nodeid()).isEqualTo(node);
                    assertThat(export.counts().nodes()).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void theFileIsUnlinkedInTheMiddleOfALookup() {
        for (int position = 1; position <= 8; position++) {
            FaultySys faulty = new FaultySys(Setup.LINUX);
            try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
                Client client = export.theClient();
                export.host().write("a", "text");
                at(faulty, position, () -> export.host().remove("a"));
                Answer answer = client.lookup(Client.ROOT, "a");
                faulty.heal();
                assertThat(answer.errno()).isIn(0, Errno.ENOENT);
                if (answer.isOk()) {
                    assertThat(client.content(answer.nodeid())).isEqualTo("text");
                    int nlink = export.host().exists("a") ? 1 : 0;
                    assertThat(client.attr(answer.nodeid()).nlink()).isEqualTo(nlink);
                }
            }
        }
    }
}
