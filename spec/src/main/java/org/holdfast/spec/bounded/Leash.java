package org.holdfast.spec.bounded;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMISocketFactory;
import java.util.Arrays;

/**
 * What a JVM runs that another one has started: a main class that ends with its parent. The parent holds the other end of
 * this JVM's standard input; when it closes that or dies, in whatever way, this JVM ends at once.
 */
public final class Leash {
    /** System property: the address on which RMI listens and by which others reach it; without it RMI listens on all. */
    static final String ADDRESS = "java.rmi.server.hostname";

    private static final int ENDED = 130;

    private Leash() {}

    /** Arguments: the name of a class, and the arguments of its main method. */
    public static void main(String[] args) throws Throwable {
        Thread watch = new Thread(() -> endWith(System.in), "leash");
        watch.setDaemon(true);
        watch.start();
        String address = System.getProperty(ADDRESS);
        if (address != null) {
            RMISocketFactory.setSocketFactory(new ListenOn(InetAddress.getByName(address)));
        }
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void endWith(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            // the same as its end
        }
        Runtime.getRuntime().halt(ENDED);
    }

    /** RMI that listens on one address only. */
    private static final class ListenOn extends RMISocketFactory {
        private final InetAddress address;

        ListenOn(InetAddress address) {
            this.address = address;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return new Socket(host, port);
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return new ServerSocket(port, 0, address);
        }
    }
}
