package io.loadplane.cli;

import io.loadplane.model.Home;
import io.loadplane.model.StartFailure;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A running service. */
final class Service implements AutoCloseable {

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Service(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    static Service start() {
        try {
            ApplicationContext context =
                    ApplicationContext.builder().banner(false).start();
            return new Service(context, listen(context));
        } catch (BeanInstantiationException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof StartFailure failure) {
                    throw failure;
                }
            }
            throw e;
        }
    }

    private static EmbeddedServer listen(ApplicationContext context) {
        EmbeddedServer server = context.getBean(EmbeddedServer.class);
        try {
            return server.start();
        } catch (ServerStartupException e) {
            context.close();
            throw new StartFailure("%s Set LOADPLANE_PORT to a free port.".formatted(e.getMessage()), e);
        }
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
