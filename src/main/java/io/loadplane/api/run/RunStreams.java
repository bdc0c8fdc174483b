package io.loadplane.api.run;

import com.google.re2j.Pattern;
import io.loadplane.api.live.Follower;
import io.loadplane.api.live.RunFeeds;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.access.Caller;
import io.loadplane.model.run.Run;
import io.loadplane.service.RunService;
import io.loadplane.service.TokenHolders;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens streams, and only so many at once. */
@Singleton
class RunStreams {

    private static final Pattern SEQ = Pattern.compile("\\d{1,18}");

    private final RunService runs;
    private final RunFeeds feeds;
    private final TokenHolders holders;
    private final ObjectMapper json;
    private final StreamSettings settings;
    private final Clock clock;
    private final List<Open> open = new ArrayList<>();

    RunStreams(
            RunService runs,
            RunFeeds feeds,
            TokenHolders holders,
            ObjectMapper json,
            StreamSettings settings,
            Clock clock) {
        this.runs = runs;
        this.feeds = feeds;
        this.holders = holders;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    private record Open(String caller, Follower follower) {}

    /** Where a stream begins. */
    enum From {
        /** With the first entry of the run. */
        START,
        /** With what is written from now on. */
        NOW
    }

    /**
     * @param lastEventId id of the last event that the watcher has; null for none
     * @return null when the watcher has everything already
     */
    @Nullable
    InputStream open(Run run, Caller caller, From from, @Nullable String lastEventId) {
        if (RunEventStream.END.equals(lastEventId)) {
            return null;
        } else if (lastEventId != null && !SEQ.matcher(lastEventId).matches()) {
            throw new InvalidRequest(Finding.inParameter(
                    "last_event_id", "malformed_id", "last_event_id must be the id of an event of this stream"));
        }
        Follower follower = from == From.NOW && lastEventId == null
                ? feeds.followNew(run.id())
                : feeds.follow(run.id(), lastEventId == null ? 0 : Long.parseLong(lastEventId));
        try {
            reserve(caller, follower);
        } catch (ControlPlaneException refusal) {
            follower.close();
            throw refusal;
        }
        return new RunEventStream(new RunEventStream.Source(run, caller, follower), runs, holders, json, clock);
    }

    private synchronized void reserve(Caller caller, Follower follower) {
        open.removeIf(other -> other.follower.isClosed());
        long own =
                open.stream().filter(other -> other.caller.equals(caller.id())).count();
        if (own >= settings.perCaller()) {
            throw new ControlPlaneException(
                    ControlPlaneException.Kind.BUSY,
                    "too_many_streams",
                    "You have %d streams open here, which is as many as one caller may have; close some first."
                            .formatted(own));
        } else if (open.size() >= settings.inAll()) {
            throw new ControlPlaneException(
                    ControlPlaneException.Kind.UNAVAILABLE,
                    "too_many_streams",
                    "As many streams are open here as there may be; try again, perhaps elsewhere.");
        }
        open.add(new Open(caller.id(), follower));
    }
}
