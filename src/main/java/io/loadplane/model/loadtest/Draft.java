package io.loadplane.model.loadtest;

import io.loadplane.model.Findings;

/**
 * A definition as a caller wrote it, defaults filled in, and what is already known to be wrong with it. Values that
 * could not be read are replaced by defaults, so that the rest can still be checked.
 */
public record Draft(Definition definition, Findings findings) {}
