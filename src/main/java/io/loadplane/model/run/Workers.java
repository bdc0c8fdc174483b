package io.loadplane.model.run;

/**
 * @param requested how many were asked for
 * @param connected how many the master had when last seen
 * @param lost how many went away while the load was on
 */
public record Workers(int requested, int connected, int lost) {}
