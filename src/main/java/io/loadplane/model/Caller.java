package io.loadplane.model;

/** Who asks. The name goes into the timeline and into {@code started_by}. */
public record Caller(String name) {}
