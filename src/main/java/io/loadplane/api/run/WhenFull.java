package io.loadplane.api.run;

import io.swagger.v3.oas.annotations.media.Schema;

/** What to do when there is no place for a run in its environment. */
@Schema(name = "WhenFull")
public enum WhenFull {
    WAIT,
    REJECT
}
