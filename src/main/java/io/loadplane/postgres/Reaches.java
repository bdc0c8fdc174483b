package io.loadplane.postgres;

import io.loadplane.model.access.Reach;
import org.jspecify.annotations.Nullable;

/** Reaches as statements take them: names of environments are DNS labels, so a comma can part them. */
final class Reaches {

    private Reaches() {}

    static @Nullable String text(Reach reach) {
        return reach.environments() == null ? null : String.join(",", reach.environments());
    }
}
