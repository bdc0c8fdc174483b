package io.loadplane.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Watches a run as a browser does: whoever loses it, it comes back to the next replica with the id of the last event. */
public final class Watcher implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<Api> replicas;
    private final String path;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger comments = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread;
    private int turn;
    private volatile boolean over;
    private volatile @Nullable String lastEventId;
    private volatile @Nullable HttpResponse<InputStream> response;

    /** One event as it came; the time in ms since 1970. */
    public record Event(String id, String name, String data, long arrived) {}

    private Watcher(List<Api> replicas, int first, String path, @Nullable String lastEventId) {
        this.replicas = replicas;
        this.turn = first;
        this.path = path;
        this.lastEventId = lastEventId;
        this.thread = Thread.startVirtualThread(this::watch);
    }

    public static Watcher of(Api api, String path) {
        return new Watcher(List.of(api), 0, path, null);
    }

    /** One that has seen something already. */
    public static Watcher after(String lastEventId, Api api, String path) {
        return new Watcher(List.of(api), 0, path, lastEventId);
    }

    /** One that begins with that replica. */
    public static Watcher of(List<Api> replicas, int first, String path) {
        return new Watcher(replicas, first, path, null);
    }

    private void watch() {
        while (!over) {
            try {
                connections.incrementAndGet();
                read(replicas.get(Math.floorMod(turn++, replicas.size())));
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void read(Api api) throws IOException, InterruptedException {
        String seen = lastEventId;
        HttpResponse<InputStream> answer = seen == null ? api.open(path) : api.open(path, "Last-Event-ID", seen);
        response = answer;
        over |= answer.statusCode() != 200;
        String id = "";
        String name = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && answer.statusCode() == 200; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(id, name, line.substring(6), System.currentTimeMillis()));
                    lastEventId = id;
                    over |= name.equals("end");
                } else if (line.startsWith(":")) {
                    comments.incrementAndGet();
                }
            }
        }
    }

    /** Loses its connection, and comes back. */
    public void drop() throws IOException {
        HttpResponse<InputStream> now = response;
        if (now != null) {
            now.body().close();
        }
    }

    public List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    public List<String> ids() {
        return events().stream().map(Event::id).toList();
    }

    public int comments() {
        return comments.get();
    }

    public int connections() {
        return connections.get();
    }

    /** Whether it got the end, or an answer that is no stream. */
    public boolean isOver() {
        return over;
    }

    public HttpResponse<InputStream> response() {
        return Objects.requireNonNull(response, "nothing was answered yet");
    }

    public boolean isConnected() {
        return response != null;
    }

    @Override
    public void close() throws IOException {
        over = true;
        drop();
        thread.interrupt();
    }
}
