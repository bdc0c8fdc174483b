/** This machine as a cluster: processes, a virtual environment per Locust version, loopback. */
@NullMarked
package io.loadplane.local;

import org.jspecify.annotations.NullMarked;
