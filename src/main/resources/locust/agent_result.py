"""What the agent says of its run: live, and in the end as the final record."""
import math
import os
import sys
import time

from agent_script import RUN, MAX_ROWS, MAX_TEXT, MAX_HISTORY, MAX_SECONDS, number, text

MOMENTS = dict(moment.split(":") for moment in os.environ.get("LOADPLANE_MOMENTS", "").split(",") if moment)
HISTOGRAMS = os.environ.get("LOADPLANE_HISTOGRAMS") == "1"
BUSY, BUSY_SECONDS = 90, 3  # per cent of a core; each figure is of the five seconds before it
PERCENTILES = {f"p{100 * share:g}": share for share in (0.5, 0.66, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999)}

class Watch:
    """What only those know who look all the time the load is on."""
    requests, looked, reset_after = 0, None, None

    def __init__(self):
        self.moments, self.busy = {}, {}

    def look(self, agent):
        now, runner, stats = time.time(), agent.runner, agent.environment.stats
        elapsed, step, self.looked = now - agent.started_at, now - (self.looked or now), now
        if stats.total.num_requests < self.requests:
            self.reset_after = elapsed  # all that is left came after every moment
            self.moments = {after: {"after": after, "elapsed": elapsed, "at": now} for after in self.moments}
        self.requests = stats.total.num_requests
        for after, seconds in MOMENTS.items():
            if after not in self.moments and (
                    elapsed >= float(seconds) if seconds else runner.user_count >= runner.target_user_count > 0):
                self.moments[after] = {"after": after, "elapsed": elapsed, "at": now, **figures(stats, True),
                                       "exceptions": [{"occurrences": item["count"]} for item in runner.exceptions.values()]}
        for client_id, node in dict(runner.clients).items():
            if number(node.cpu_usage) > BUSY:
                peak, seconds = self.busy.get(client_id, (0, 0))
                self.busy[client_id] = max(peak, node.cpu_usage), seconds + step

    def doubts(self):
        busy = [{"id": client_id, "peak": peak, "seconds": seconds} for client_id, (peak, seconds) in self.busy.items()]
        return {"reset_after": self.reset_after, "busy_workers": [worker for worker in busy if worker["seconds"] > BUSY_SECONDS]}

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

def current_percentiles(entry):
    """Of about the last ten seconds, from the copy of the response times that Locust would take; None for no request in them."""
    copies, wanted, names = getattr(entry, "response_times_cache", None) or {}, int(time.time()) - 10, ("p50", "p95", "p99")
    taken = min((at for at in copies if abs(at - wanted) <= 8), key=lambda at: (abs(at - wanted), at), default=None)
    before = copies[taken].response_times if taken else {}
    times = {key: count - before.get(key, 0) for key, count in entry.response_times.items() if count > before.get(key, 0)}
    return ranks(times, sum(times.values()), names) if taken and times else dict.fromkeys(names)

def row(entry, histograms):
    shown = {"method": entry.method or "", "name": entry.name, "requests": entry.num_requests, "failures": entry.num_failures,
             "avg": entry.avg_response_time, "median": entry.median_response_time, "min": entry.min_response_time or 0,
             "max": entry.max_response_time, "bytes": entry.total_content_length, "rps": entry.total_rps,
             "failures_per_second": entry.total_fail_per_sec, "current_rps": entry.current_rps,
             "current_failures_per_second": entry.current_fail_per_sec, "percentiles": percentiles(entry),
             "current_percentiles": current_percentiles(entry)}
    shown = {key: round(number(value), 3) if isinstance(value, float) else value for key, value in shown.items()}
    return {**shown, "histogram": dict(entry.response_times)} if histograms else shown

def figures(stats, histograms):
    entries = sorted(stats.entries.values(), key=lambda entry: (text(entry.name), text(entry.method)))
    return {"total": row(stats.total, histograms), "endpoints": [row(entry, histograms) for entry in entries[:MAX_ROWS]],
            "endpoints_count": len(entries)}

def workers(agent):
    clients = dict(agent.runner.clients)
    return [{"id": client_id, "cpu_percent": node.cpu_usage, "memory_bytes": node.memory_usage,
             "state": clients[client_id].state if client_id in clients else "missing" if client_id in agent.lost else "stopped",
             "users": clients[client_id].user_count if client_id in clients else 0} for client_id, node in {**clients, **agent.nodes}.items()]

def document(agent, final=False):
    import locust.log
    runner, stats, environment, states = agent.runner, agent.environment.stats, agent.environment, workers(agent)
    errors, exceptions = sorted(runner.errors.values(), key=lambda error: -error.occurrences), list(runner.exceptions.values())
    hosts = [environment.host, *(user_class.host for user_class in environment.user_classes)]
    result = {
        "schema": 1, "run": RUN, "locust": locust.__version__, "python": sys.version.split()[0], "phase": "final" if final else agent.phase,
        "at": time.time(), "started_at": agent.started_at, "stopped_at": agent.stopped_at, "stop_reason": agent.stop_reason,
        "idle_since": agent.idle_since, "ended_early": agent.ended_early, "shape": type(environment.shape_class).__name__ if environment.shape_class else None,
        "user_classes": [user_class.__name__ for user_class in environment.user_classes], "host": next(filter(None, hosts), None),
        "users": runner.user_count, "users_target": runner.target_user_count, "users_peak": max(agent.users_peak, runner.user_count),
        "workers_expected": int(os.environ.get("LOADPLANE_WORKERS") or environment.parsed_options.expect_workers),
        "workers_connected": sum(worker["state"] != "missing" for worker in states), "workers_seen": len(runner.worker_indexes),
        "workers_lost": len(agent.lost), "broken": locust.log.unhandled_greenlet_exception, "workers": states,
        **agent.watch.doubts(), **figures(stats, final or HISTOGRAMS),
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
