/** Reports on runs: for people, spreadsheets, pipelines and programs. */
@NullMarked
package io.loadplane.api.report;

import org.jspecify.annotations.NullMarked;
