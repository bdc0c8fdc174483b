package io.loadplane.model.loadtest;

import java.time.Instant;

/** One immutable version of a load test. Numbers start at 1 and have no gaps. */
public record Revision(int number, Definition definition, Instant createdAt, String createdBy) {}
