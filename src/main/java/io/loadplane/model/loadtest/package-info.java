/** What a load test is: its definition, its revisions, and the rules they keep. */
@NullMarked
package io.loadplane.model.loadtest;

import org.jspecify.annotations.NullMarked;
