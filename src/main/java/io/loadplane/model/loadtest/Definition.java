package io.loadplane.model.loadtest;

/**
 * What a load test is: the code, which only a revision changes, and the settings, of which a run may override some.
 * They are kept apart because every run holds its settings but shares the code of its revision.
 */
public record Definition(Source source, Settings settings) {}
