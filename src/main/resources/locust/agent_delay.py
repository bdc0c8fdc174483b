"""How late the event loop of this process is. All users of a worker share one loop: while a call does not give way, they all wait."""
import os
import time

STEP = 0.05  # seconds between two looks
ASLEEP, AT_WORK, LATE = 0.1, 0.5, 0.1  # seconds from which on a delay counts; many users at once may well compute for a while
LONG, LEAST, SHARE, MOSTLY = 2, 1, 0.05, 0.5  # one LONG block spoils figures; several do that are more than LEAST seconds and a SHARE
CALM = 10  # seconds after which an earlier hiccup has nothing to do with what comes now

try:  # opened once: a worker under load may have no file descriptors left
    SCHEDSTAT = os.open("/proc/thread-self/schedstat", os.O_RDONLY | os.O_CLOEXEC)
    KNOWN = int(os.pread(SCHEDSTAT, 200, 0).split()[0]) > 0
except (OSError, ValueError, IndexError):
    KNOWN = False  # no Linux, or one that does not count

def at_work_and_queueing():
    """-> seconds in which this thread computed, and in which it would have, but had to wait for a CPU"""
    if not KNOWN:
        return time.thread_time(), 0
    computed, queued = os.pread(SCHEDSTAT, 200, 0).split()[:2]
    return int(computed) / 1e9, int(queued) / 1e9

class Delays:
    """Of one kind."""
    worst, seconds, since, last = 0, 0, None, 0

    def add(self, delay, now, doubtful):
        if self.since is None or now - self.last > CALM and not doubtful:
            self.since = now - delay
        self.worst, self.seconds, self.last = max(self.worst, delay), self.seconds + delay, now

    def more_than(self, share, load):
        """Without the worst: one hiccup spoils nothing."""
        return self.seconds - self.worst > max(LEAST, share * load)

class LoopDelay:
    """Measured while the load is on only: what a script does before its users come and after they have gone takes as long as it takes."""
    on, load = False, 0

    def __init__(self):
        from gevent import spawn
        self.blocked, self.late = Delays(), Delays()
        self.looked, self.computed, self.queued = time.monotonic(), *at_work_and_queueing()
        spawn(self.watch)

    def watch(self):
        from gevent import sleep
        while True:
            sleep(STEP)
            if self.on:  # turn() looks before it counts, so nothing needs to be read while processes start
                self.look()

    def turn(self, on):
        self.look()
        self.on = on

    def look(self):
        before, computed, queued = self.looked, self.computed, self.queued
        self.looked, self.computed, self.queued = time.monotonic(), *at_work_and_queueing()
        if self.on:
            self.load += self.looked - before
            self.count(self.looked - before - STEP, self.computed - computed, self.queued - queued)

    def count(self, delay, computed, queued):
        """A machine that is short of CPUs now and then is not the script's fault: waiting for one is late, but not blocked."""
        asleep = delay - computed - queued
        blocked = (asleep if asleep > ASLEEP else 0) + (computed if computed > AT_WORK else 0)
        if blocked:
            self.blocked.add(blocked, self.looked, self.is_blocked())
        if delay > LATE:
            self.late.add(delay, self.looked, self.is_starved())

    def is_blocked(self):
        return self.blocked.worst >= LONG or self.blocked.more_than(SHARE, self.load)

    def is_starved(self):
        """Late for most of the time, for whatever reason."""
        return self.late.more_than(MOSTLY, self.load)

    def figures(self):
        """Durations only: clocks of two machines differ."""
        self.look()
        cause = "script" if self.is_blocked() else "cpu" if self.is_starved() else None
        told = self.late if cause == "cpu" else self.blocked
        return {"load": self.load, "longest": self.late.worst, "cause": cause, "worst": told.worst, "seconds": told.seconds,
                "ago": None if told.since is None else self.looked - told.since}

    def report(self, data, **_):
        data["loadplane_delay"] = self.figures()
