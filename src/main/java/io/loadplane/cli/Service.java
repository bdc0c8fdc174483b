package io.loadplane.cli;

import io.loadplane.model.Home;
import io.loadplane.model.StartFailure;
import io.loadplane.model.Vital;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running service. */
final class Service implements AutoCloseable {

    /** How Micronaut words it, between the names of everything that needed the setting. */
    private static final Pattern WRONG_SETTING =
            Pattern.compile("Error resolving property value \\[([^]]+)]\\. Unable to convert value \\[([^]]*)]");

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Service(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    /** Whatever goes wrong on the way: nothing that was started is left running. */
    static Service start() {
        ApplicationContext context = ApplicationContext.builder().banner(false).build();
        try {
            context.start();
            return new Service(context, listen(context));
        } catch (RuntimeException e) {
            // What did not come to be running closes nothing by itself, and the embedded database would go on alone.
            context.getActiveBeanRegistrations(Vital.class).forEach(context::destroyBean);
            context.close();
            throw explained(e);
        }
    }

    private static RuntimeException explained(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure explanation) {
                return explanation;
            }
            Matcher wrongSetting = WRONG_SETTING.matcher(String.valueOf(cause.getMessage()));
            if (wrongSetting.find()) {
                return new StartFailure(
                        "The setting %s cannot be \"%s\".".formatted(wrongSetting.group(1), wrongSetting.group(2)),
                        failure);
            }
        }
        return failure;
    }

    private static EmbeddedServer listen(ApplicationContext context) {
        EmbeddedServer server = context.getBean(EmbeddedServer.class);
        try {
            return server.start();
        } catch (ServerStartupException e) {
            String why = Objects.requireNonNullElse(e.getCause(), e).getMessage();
            throw new StartFailure("%s: %s. Set LOADPLANE_PORT to a free port.".formatted(e.getMessage(), why), e);
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
