package io.loadplane.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A receiver of webhooks, or of what claims to be one; the path says how it behaves: {@code /ok}, {@code /fails-twice},
 * {@code /fails}, {@code /hangs}, {@code /drips}, {@code /floods}, {@code /dies}, {@code /redirects}, {@code /gone}.
 */
public final class HostileReceiver implements AutoCloseable {

    /** One request. */
    public record Received(String path, Map<String, String> headers, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final ServerSocket server;

    private HostileReceiver(ServerSocket server) {
        this.server = server;
    }

    public static HostileReceiver start() {
        try {
            HostileReceiver receiver =
                    new HostileReceiver(new ServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1")));
            Thread.startVirtualThread(receiver::accept);
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What came to a path that begins so. */
    public List<Received> received(String path) {
        return received.stream()
                .filter(request -> request.path().startsWith(path))
                .toList();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Received request = read(new BufferedInputStream(socket.getInputStream()));
            received.add(request);
            behave(request, socket.getOutputStream());
        } catch (IOException | InterruptedException e) {
            // It hung up on us.
        }
    }

    private void behave(Received request, OutputStream out) throws IOException, InterruptedException {
        int count = counts.computeIfAbsent(request.path(), path -> new AtomicInteger())
                .incrementAndGet();
        switch (request.path().split("/")[1]) {
            case "ok" -> answer(out, "200 OK");
            case "fails-twice" -> answer(out, count <= 2 ? "503 Busy" : "204 Taken");
            case "fails" -> answer(out, "500 Broken");
            case "gone" -> answer(out, "410 Gone");
            case "redirects" -> answer(out, "307 There\r\nLocation: " + url("/ok/redirected"));
            case "hangs" -> Thread.sleep(60_000);
            case "drips" -> pour(out, "HTTP/1.1 200 OK\r\nX-Drip: ", "d", 50);
            case "floods" -> pour(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", "f".repeat(10_000), 1);
            default -> {}
        }
    }

    private static void answer(OutputStream out, String status) throws IOException {
        out.write("HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n".formatted(status).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void pour(OutputStream out, String head, String more, int pauseMillis)
            throws IOException, InterruptedException {
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 1_000; i++) {
            out.write(more.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread.sleep(pauseMillis);
        }
    }

    private static Received read(InputStream in) throws IOException {
        String path = line(in).split(" ")[1];
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]);
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        return new Received(path, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("nobody said anything");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
