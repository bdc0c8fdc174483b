/** Tests of {@link io.loadplane.api.audit}. */
@org.jspecify.annotations.NullMarked
package io.loadplane.api.audit;
