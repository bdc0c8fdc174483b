"""What the agent says of its run: live, and in the end as the final record."""
import collections
import math
import os
import sys
import time

from agent_script import RUN, INTERACTIVE, MAX_ROWS, MAX_TEXT, MAX_HISTORY, MAX_SECONDS, last_complaint, number, text

MOMENTS = dict(moment.split(":") for moment in os.environ.get("LOADPLANE_MOMENTS", "").split(",") if moment)
HISTOGRAMS = os.environ.get("LOADPLANE_HISTOGRAMS") == "1"
BUSY, BUSY_SECONDS = 90, 3  # per cent of a core; each figure is of the two seconds before it
RECENT, LAG, SHORT_SECONDS = 10, 1.5, 5  # of how many seconds current figures are; how late workers report; how long users may be missing
PERCENTILES = {f"p{100 * share:g}": share for share in (0.5, 0.66, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999)}

class Watch:
    """What only those know who look all the time the load is on."""
    requests, looked, reset_after, complete, missing, complaint = 0, None, None, None, None, None

    def __init__(self):
        self.moments, self.busy, self.delays, self.copies = {}, {}, {}, collections.deque(maxlen=RECENT + 2)

    def look(self, agent):
        import locust.log
        now, runner, stats = time.time(), agent.runner, agent.environment.stats
        elapsed, step, self.looked = now - agent.started_at, now - (self.looked or now), now
        if stats.total.num_requests < self.requests:
            self.reset_after = elapsed  # all that is left came after every moment
            self.moments = {after: {"after": after, "at": now} for after in self.moments}
            self.copies.clear()
        self.requests = stats.total.num_requests
        if not self.copies or reach(agent) - self.copies[-1][0] >= 1:
            self.copies.append((reach(agent), self.copy(stats)))
        for after, seconds in MOMENTS.items():
            if after not in self.moments and (elapsed >= float(seconds) if seconds else self.is_ramped_up(agent)):
                self.moments[after] = {"after": after, "at": reach(agent), **figures(agent, True),
                                       "exceptions": [{"occurrences": item["count"]} for item in runner.exceptions.values()]}
        for client_id, node in dict(runner.clients).items():
            if number(node.cpu_usage) > BUSY:
                peak, seconds = self.busy.get(client_id, (0, 0))
                self.busy[client_id] = max(peak, node.cpu_usage), seconds + step
        if not agent.environment.shape_class and not INTERACTIVE:
            self.count_users(runner.user_count, runner.target_user_count, elapsed, step)
        if locust.log.unhandled_greenlet_exception and not self.complaint:
            self.complaint = last_complaint()

    @staticmethod
    def is_ramped_up(agent):
        return not agent.environment.shape_class and agent.runner.user_count >= agent.runner.target_user_count > 0

    def copy(self, stats):
        """Of all figures that current ones are told from; what has not changed is not copied again."""
        before = self.copies[-1][1] if self.copies else {}
        return {key: before[key] if key in before and before[key][0] == entry.num_requests
                else (entry.num_requests, entry.num_failures, dict(entry.response_times))
                for key, entry in [(None, stats.total), *stats.entries.items()]}

    def began(self, agent):
        """Since when the figures count."""
        return (agent.started_at or time.time()) + (self.reset_after or 0)

    def recent(self, agent):
        """-> seconds, and what the figures were before them"""
        until = reach(agent)
        at, before = next((copy for copy in reversed(self.copies) if copy[0] <= until - RECENT), (self.began(agent), {}))
        return until - at, before

    def count_users(self, users, target, elapsed, step):
        """Users whom the script lets end are not replaced."""
        if users >= target:
            self.complete = target
        elif self.complete == target:
            self.missing = self.missing or {"elapsed": elapsed, "users": users, "seconds": 0}
            self.missing.update(users=min(users, self.missing["users"]), seconds=self.missing["seconds"] + step, target=target)

    def hear(self, agent, client_id, data, **_):
        """What a worker reports beside Locust's figures."""
        if data.get("loadplane_flushed"):
            agent.flushed.add(client_id)
        if isinstance(data.get("loadplane_delay"), dict):
            self.delays[client_id] = self.since(agent, data["loadplane_delay"])

    @staticmethod
    def since(agent, delay):
        """By our own clock: those of two machines differ, so others only tell how long ago it was."""
        told = {key: number(delay.get(key)) for key in ("load", "longest", "worst", "seconds", "ago")}  # a script may have changed it
        cause = delay.get("cause") if delay.get("cause") in ("script", "cpu") else None
        return {**told, "cause": cause, "since": max(0, time.time() - (agent.started_at or time.time()) - told["ago"])}

    def doubts(self, agent):
        delays = {**self.delays, None: self.since(agent, agent.delay.figures())}  # None is the master itself
        busy = [{"id": client_id, "peak": peak, "seconds": seconds} for client_id, (peak, seconds) in self.busy.items()]
        return {"reset_after": self.reset_after, "busy_workers": [worker for worker in busy if worker["seconds"] > BUSY_SECONDS],
                "blocked_loops": [{"id": client_id, **delay} for client_id, delay in delays.items() if delay["cause"]],
                "missing_users": self.missing if self.missing and self.missing["seconds"] > SHORT_SECONDS else None,
                "complaint": self.complaint}

def reach(agent):
    """Until when the figures are complete: workers report once per second. Users who are waited for in the end make no load."""
    now, last = time.time(), number(agent.environment.stats.last_request_timestamp)
    if agent.stopped_at:
        return max(agent.watch.looked or agent.stopped_at, min(last, agent.stopped_at))
    return min(now, max(last, now - LAG))

def ranks(times, count, names):
    """By Locust's own rule (calculate_response_time_percentile), but all in one pass."""
    seen, found, pending = 0, dict.fromkeys(names, 0), list(names)
    for response_time in sorted(times, reverse=True):
        seen += times[response_time]
        while pending and count - seen <= int(count * PERCENTILES[pending[-1]]):
            found[pending.pop()] = response_time
    return found

def percentiles(entry):
    return ranks(entry.response_times, entry.num_requests - entry.num_none_requests, PERCENTILES)

def current(entry, before, seconds):
    """Of about the last ten seconds; Locust's own figures stand still while nothing answers. None for no request in them."""
    requests, failures, earlier = before or (0, 0, {})
    times = {key: count - earlier.get(key, 0) for key, count in entry.response_times.items() if count > earlier.get(key, 0)}
    names = ("p50", "p95", "p99")
    return {"current_rps": per_second(entry.num_requests - requests, seconds),
            "current_failures_per_second": per_second(entry.num_failures - failures, seconds),
            "current_percentiles": ranks(times, sum(times.values()), names) if times else dict.fromkeys(names)}

def per_second(count, seconds):
    return max(0, count) / seconds if seconds > 0 else 0.0

def row(entry, histograms, seconds, recent):
    """Rates are over the whole time of the load; Locust's own leave out the time after the last request."""
    timed = entry.num_requests > entry.num_none_requests
    shown = {"method": entry.method or "", "name": entry.name, "requests": entry.num_requests, "failures": entry.num_failures,
             "avg": entry.avg_response_time, "median": entry.median_response_time, "min": entry.min_response_time or 0,
             "max": entry.max_response_time, "bytes": entry.total_content_length, "rps": per_second(entry.num_requests, seconds),
             "failures_per_second": per_second(entry.num_failures, seconds), "percentiles": percentiles(entry) if timed else {}, **recent}
    shown = {key: round(number(value), 3) if isinstance(value, float) else value for key, value in shown.items()}
    return {**shown, "histogram": dict(entry.response_times)} if histograms else shown

def figures(agent, histograms):
    stats, seconds = agent.environment.stats, reach(agent) - agent.watch.began(agent)
    recently, before = agent.watch.recent(agent)

    def shown(key, entry):
        return row(entry, histograms, seconds, current(entry, before.get(key), recently))

    endpoints = sorted(stats.entries.items(), key=lambda item: [text(part or "") for part in item[0]])
    return {"total": shown(None, stats.total), "endpoints": [shown(*item) for item in endpoints[:MAX_ROWS]],
            "endpoints_count": len(endpoints)}

def workers(agent):
    clients = dict(agent.runner.clients)
    return [{"id": client_id, "cpu_percent": node.cpu_usage, "memory_bytes": node.memory_usage,
             "loop_delay_ms": 1000 * agent.watch.delays[client_id]["longest"] if client_id in agent.watch.delays else None,
             "state": clients[client_id].state if client_id in clients else "missing" if client_id in agent.lost else "stopped",
             "users": clients[client_id].user_count if client_id in clients else 0} for client_id, node in {**clients, **agent.nodes}.items()]

def document(agent, final=False):
    import locust.log
    runner, stats, environment, states = agent.runner, agent.environment.stats, agent.environment, workers(agent)
    errors, exceptions = sorted(runner.errors.values(), key=lambda error: -error.occurrences), list(runner.exceptions.values())
    hosts = [environment.host, *(user_class.host for user_class in environment.user_classes)]
    result = {
        "schema": 1, "run": RUN, "locust": locust.__version__, "python": sys.version.split()[0], "phase": "final" if final else agent.phase,
        "at": reach(agent), "started_at": agent.started_at, "stopped_at": agent.stopped_at, "stop_reason": agent.stop_reason,
        "idle_since": agent.idle_since, "ended_early": agent.ended_early, "shape": type(environment.shape_class).__name__ if environment.shape_class else None,
        "user_classes": [user_class.__name__ for user_class in environment.user_classes], "host": next(filter(None, hosts), None),
        "users": runner.user_count, "users_asked": agent.users_asked, "users_peak": max(agent.users_peak, runner.user_count),
        "workers_expected": int(os.environ.get("LOADPLANE_WORKERS") or environment.parsed_options.expect_workers),
        "workers_connected": sum(worker["state"] != "missing" for worker in states), "workers_seen": len(runner.worker_indexes),
        "workers_lost": len(agent.lost), "broken": locust.log.unhandled_greenlet_exception, "workers": states,
        "load_seconds": max((delay["load"] for delay in agent.watch.delays.values()), default=None),
        **agent.watch.doubts(agent), **figures(agent, final or HISTOGRAMS),
        "errors": [{"method": error.method or "", "name": error.name, "error": error.error, "occurrences": error.occurrences,
                    "first_seen": getattr(error, "first_seen", None), "last_seen": getattr(error, "last_seen", None)}
                   for error in errors[:MAX_ROWS]],
        "exceptions": [{"message": exception["msg"], "traceback": exception["traceback"][-MAX_TEXT:], "occurrences": exception["count"],
                        "workers": sorted(exception["nodes"])} for exception in exceptions[:MAX_ROWS]],
        "errors_count": sum(error.occurrences for error in errors), "exceptions_count": sum(item["count"] for item in exceptions)}
    if final:
        seconds, failed = sorted(stats.total.num_reqs_per_sec.items())[-MAX_SECONDS:], stats.total.num_fail_per_sec
        result["per_second"] = [[second, count, failed.get(second, 0)] for second, count in seconds]
        result["moments"] = list(agent.watch.moments.values())
        result["history"] = stats.history[::math.ceil(len(stats.history) / MAX_HISTORY) or 1]
    return result
