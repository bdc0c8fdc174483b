package io.loadplane.postgres;

import io.loadplane.model.Ids;
import io.loadplane.model.Installation;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Reads which Loadplane this is; the first start decides. */
@Factory
class InstallationFactory {

    @Singleton
    Installation installation(InstallationRows rows, Ids ids) {
        rows.insert(ids.next(""));
        return new Installation(rows.find());
    }
}
