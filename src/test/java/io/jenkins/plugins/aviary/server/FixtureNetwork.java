package io.jenkins.plugins.aviary.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** The ports of all fixture servers of this process, served by one thread: a thousand worlds are two thousand ports. */
final class FixtureNetwork {
    private static final FixtureNetwork SHARED = new FixtureNetwork();

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** What a port does: greets, or answers what it is asked. */
    private record Service(byte[] greeting, Function<byte[], Optional<byte[]>> answer) {}

    private FixtureNetwork() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "fixture-network");
        thread.setDaemon(true);
        thread.start();
    }

    /** A port that says something to whoever comes. */
    static ServerSocketChannel greeting(int port, byte[] greeting) throws IOException {
        return SHARED.listen(port, new Service(greeting, request -> Optional.empty()));
    }

    /** A port that answers; without an answer it says nothing and leaves the connection open. */
    static ServerSocketChannel answering(int port, Function<byte[], Optional<byte[]>> answer) throws IOException {
        return SHARED.listen(port, new Service(new byte[0], answer));
    }

    /** Closes a port. */
    static void close(SelectableChannel channel) {
        try {
            channel.close();
            SHARED.selector.wakeup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSocketChannel listen(int port, Service service) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress("127.0.0.1", port), 100);
        channel.configureBlocking(false);
        tasks.add(() -> register(channel, SelectionKey.OP_ACCEPT, service));
        selector.wakeup();
        return channel;
    }

    private void register(SelectableChannel channel, int interest, Service service) {
        try {
            if (channel.isOpen()) {
                channel.register(selector, interest, service);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (true) {
            try {
                selector.select();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid()) {
                        serve(key);
                    }
                }
                selector.selectedKeys().clear();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(SelectionKey key) {
        Service service = (Service) key.attachment();
        try {
            if (key.isAcceptable()) {
                SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
                if (client == null) {
                    return;
                }
                client.configureBlocking(false);
                if (service.greeting().length > 0) {
                    client.write(ByteBuffer.wrap(service.greeting()));
                    client.close();
                } else {
                    register(client, SelectionKey.OP_READ, service);
                }
                return;
            }
            SocketChannel client = (SocketChannel) key.channel();
            ByteBuffer request = ByteBuffer.allocate(256);
            if (client.read(request) < 0) {
                client.close();
                return;
            }
            byte[] asked = new byte[request.position()];
            request.flip().get(asked);
            Optional<byte[]> answer = service.answer().apply(asked);
            if (answer.isPresent()) {
                client.write(ByteBuffer.wrap(answer.get()));
                client.close();
            }
        } catch (IOException e) {
            key.cancel();
        }
    }
}
