package io.loadplane.model.cluster;

import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import io.loadplane.model.run.RunId;

/** What a target needs to know of a run to bring it up. */
public record Deployment(Placement placement, Settings settings, Source source) {

    /** A definition that is only looked at, under an id that no run has. */
    public static Deployment shown(Definition definition, Target target) {
        RunId id = new RunId(RunId.PREFIX + "0".repeat(26));
        Placement placement = new Placement(id, target, definition.settings().replicas(), "***");
        return new Deployment(placement, definition.settings(), definition.source());
    }

    public RunId id() {
        return placement.id();
    }

    public Target target() {
        return placement.target();
    }

    public String installation() {
        return target().installation().id();
    }

    @Override
    public String toString() {
        return "Deployment[" + id() + "]";
    }
}
