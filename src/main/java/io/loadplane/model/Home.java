package io.loadplane.model;

import java.nio.file.Path;

/** Where everything lies that is kept on this machine: {@code LOADPLANE_HOME}, by default {@code ~/.loadplane}. */
public record Home(Path path) {

    public Home {
        path = path.toAbsolutePath().normalize();
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }
}
