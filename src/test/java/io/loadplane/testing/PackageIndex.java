package io.loadplane.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package index (PEP 503) in this process with one package, {@code loadplane-greeting}, whose module says hello. */
public final class PackageIndex implements AutoCloseable {

    private static final String WHEEL = "loadplane_greeting-1.0-py3-none-any.whl";

    private final HttpServer server;
    private final String host;

    private PackageIndex(HttpServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /**
     * Starts it.
     *
     * @param host the address at which pods find this machine
     */
    public static PackageIndex start(String host) {
        try {
            byte[] wheel = wheel();
            HttpServer server = HttpServer.create(new InetSocketAddress(0), 0);
            server.createContext("/", exchange -> reply(exchange, 404, new byte[0]));
            server.createContext(
                    "/simple/loadplane-greeting/",
                    exchange -> reply(
                            exchange,
                            200,
                            "<a href=\"/files/%s\">%s</a>"
                                    .formatted(WHEEL, WHEEL)
                                    .getBytes(StandardCharsets.UTF_8)));
            server.createContext("/files/" + WHEEL, exchange -> reply(exchange, 200, wheel));
            server.start();
            return new PackageIndex(server, host);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://%s:%d/simple".formatted(host, server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            exchange.getRequestURI().getPath().endsWith("/") ? "text/html" : "application/zip");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] wheel() throws IOException {
        String info = "loadplane_greeting-1.0.dist-info/";
        Map<String, String> files = new TreeMap<>(Map.of(
                "loadplane_greeting.py",
                "GREETING = 'hello from a wheel'\n",
                info + "METADATA",
                "Metadata-Version: 2.1\nName: loadplane-greeting\nVersion: 1.0\n",
                info + "WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"));
        files.put(info + "RECORD", String.join(",,\n", files.keySet()) + ",,\n" + info + "RECORD,,\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
