package io.loadplane.model;

import org.jspecify.annotations.Nullable;

/** Something without which this process can serve nobody. */
public interface Vital {

    /** What readiness calls it. */
    String name();

    /** What is wrong, in a sentence that anybody may read; null while all is well. Takes two seconds at most. */
    @Nullable
    String trouble();
}
