package io.loadplane.cli;

import io.loadplane.model.Home;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A running service. */
final class Service implements AutoCloseable {

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Service(ApplicationContext context) {
        this.context = context;
        this.server = context.getBean(EmbeddedServer.class).start();
    }

    static Service start() {
        return new Service(ApplicationContext.builder().banner(false).start());
    }

    URI url() {
        return server.getURI();
    }

    Path tokenFile() {
        return context.getBean(Home.class).resolve("token");
    }

    /** Returns when the process is told to end, after everything was handed over. */
    void awaitEnd() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            close();
            ended.countDown();
        }));
        ended.await();
    }

    @Override
    public void close() {
        context.close();
    }
}
