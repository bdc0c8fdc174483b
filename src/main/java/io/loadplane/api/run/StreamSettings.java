package io.loadplane.api.run;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * How many streams may be open in this process.
 *
 * @param perCaller of one caller
 * @param inAll of all callers
 */
@ConfigurationProperties("loadplane.streams")
record StreamSettings(int perCaller, int inAll) {}
