/** What tests share: a database, a service, a target that counts. */
@NullMarked
package io.loadplane.testing;

import org.jspecify.annotations.NullMarked;
