package io.loadplane.model.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API token as a caller asked for it.
 *
 * @param grant environments unchecked
 * @param expiresAt null for never
 */
public record TokenDraft(String name, Grant grant, @Nullable Instant expiresAt) {}
