package io.loadplane.model;

/**
 * This Loadplane, told apart from others that use the same clusters.
 *
 * @param id made once, by whichever replica started first
 */
public record Installation(String id) {}
