package io.loadplane.api.audit;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.AnswersProblems;
import io.loadplane.api.request.Cursor;
import io.loadplane.model.access.Caller;
import io.loadplane.service.AuditService;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The audit. */
@Controller("/audit")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Audit", description = "Who changed what, and who was refused.")
@AnswersProblems
class AuditController {

    private static final Pattern KEY = Pattern.compile("aud-[0-9a-z]{26}");

    private final AuditService audit;

    AuditController(AuditService audit) {
        this.audit = audit;
    }

    /**
     * List what callers did.
     * Every change, and every refused attempt; newest first. You see what belongs to environments where you are
     * platform, and everything when you are that everywhere.
     *
     * @param query which entries
     */
    @Get
    AuditEntryView.AuditPage listAudit(@RequestBean AuditQuery query, Caller caller) {
        return AuditEntryView.pageOf(
                audit.list(query.filter(), Cursor.page(query.limit(), query.cursor(), KEY), caller));
    }
}
