"""Loadplane's agent: `python agent.py -f main.py --master --autostart ...` runs Locust and makes its results reliable. It unpacks the
script, guards the web port, owns the end of the process and reports on stdout, over HTTP and in the termination file."""
import functools
import gzip
import hmac
import importlib.machinery
import os
import signal
import sys
import time
import traceback
import types
from contextlib import suppress

from agent_delay import LoopDelay
from agent_result import Watch, document
from agent_script import (TOKEN, PASSWORD, INTERACTIVE, LINGER, MASTER, STDERR_TAIL, SETTLE_SECONDS, text, measure, encode,
    emit, emit_final, fatal, last_complaint, prepare_code, explain, ScriptLoader)

class LoadOver(BaseException):
    """Ends Locust's start() from inside; not an Exception, because its event hooks swallow those."""

class Agent:
    phase, ended_early, main_ended, resting, signals, users_peak = "waiting", False, False, False, 0, 0
    environment = runner = started_at = stopped_at = idle_since = stop_reason = final = report = users_asked = newest = None
    over = property(lambda self: self.phase in ("stopping", "final"))

    def __init__(self):
        self.lost, self.flushed, self.nodes, self.watch, self.delay = set(), set(), {}, Watch(), LoopDelay()
        self.acknowledged, self.concluded, self.starting = gevent.event.Event(), gevent.event.Event(), gevent.lock.Semaphore()

    def on_init(self, environment, runner, web_ui=None, **_):
        self.environment, self.runner = environment, runner
        self.adopt_master(environment.events, web_ui.app) if MASTER else self.adopt_worker(environment.events, runner.stats)
        gevent.spawn(self.get_ready, web_ui)

    def get_ready(self, web_ui):
        if web_ui and web_ui.greenlet.join(0.5) is None and web_ui.greenlet.ready():
            fatal("start", f"The web port {web_ui.port} could not be opened: {web_ui.greenlet.exception}")
        if locust.log.unhandled_greenlet_exception and not self.started_at:
            fatal("start", last_complaint())
        emit({"type": "ready", "role": "master" if MASTER else "worker", "locust": locust.__version__})

    def adopt_worker(self, events, stats):
        runner, stop, start_worker, log_request, log_error = (
            self.runner, self.runner.stop, self.runner.start_worker, stats.log_request, stats.log_error)

        def stop_and_flush():
            stop()
            self.resting, self.environment.stop_timeout = True, 0  # Locust would now be deaf for as long as the timeout
            self.phase = self.phase if INTERACTIVE else "stopping"
            runner._send_stats()  # precedes client_stopped on the same socket, so the master is complete when the users are gone

        runner.stop = stop_and_flush
        # a spawn message that crossed the stop message must not start the load again
        def start_unless_over(*arguments, **options):
            if not self.over:
                self.resting = False
                self.delay.turn(True)
                start_worker(*arguments, **options)

        runner.start_worker = start_unless_over
        stats.log_request = lambda method, name, duration, size: log_request(
            text(method or ""), text(name), measure(duration, None), measure(size, 0))
        stats.log_error = lambda method, name, error: log_error(text(method or ""), text(name), text(error, repr))
        events.report_to_master.add_listener(lambda data, **_: data.update(loadplane_flushed=self.over or self.resting))
        events.report_to_master.add_listener(self.delay.report)

    def adopt_master(self, events, app):
        next_step = locust.dispatch.UsersDispatcher.__next__

        def next_step_unless_over(dispatcher):
            step = next_step(dispatcher)
            self.end_start()
            self.delay.turn(True)
            return step

        locust.dispatch.UsersDispatcher.__next__ = next_step_unless_over  # Locust's start() goes on ramping up after stop()
        locust.main.time = types.SimpleNamespace(**{**vars(time), "sleep": self.await_workers})
        self.runner.start = self.start_load
        self.runner.quit = self.runner.stop  # a script that quits must not take the results with it
        signal.signal(signal.SIGTERM, self.on_sigterm)
        events.test_stopping.add_listener(self.on_test_stopping)
        events.test_stop.add_listener(self.on_test_stop)
        events.worker_report.add_listener(functools.partial(self.watch.hear, self))
        app.before_request_funcs.setdefault(None, []).insert(0, functools.partial(self.serve, app))
        gevent.spawn(self.accompany)

    def start_load(self, *arguments, **options):
        """Locust cannot start a load that still ramps up: the earlier start ends first, at its next step."""
        self.newest = gevent.getcurrent()
        with self.starting, suppress(LoadOver):
            self.end_start()
            type(self.runner).start(self.runner, *arguments, **options)

    def end_start(self, **_):
        if MASTER and (self.over or self.newest is not gevent.getcurrent()):
            raise LoadOver

    def observe(self):
        clients, self.users_peak = dict(self.runner.clients), max(self.users_peak, self.runner.user_count)
        missing = {client_id for client_id, node in clients.items() if node.state == "missing"}
        if self.phase == "waiting":
            self.nodes = {client_id: node for client_id, node in clients.items() if client_id not in missing}
        elif self.phase == "running":
            self.nodes.update(clients)
            self.lost |= missing | (self.nodes.keys() - clients.keys())
            self.watch.look(self)
        else:  # clients leave the list as they stop
            self.lost |= missing & (self.nodes.keys() - self.flushed)

    def await_workers(self, seconds):
        """Locust sleeps a second between two looks for its workers; nobody needs to wait for the rest of it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and len(self.runner.clients.ready) < self.environment.parsed_options.expect_workers:
            gevent.sleep(0.05)

    def on_test_start(self, **_):
        if MASTER and not self.over:
            self.observe()
            self.flushed.clear()
            self.phase, self.started_at = "running", self.started_at or time.time()
            if INTERACTIVE:
                self.runner.stats.clear_all = lambda: None  # the result is of all that was done, however often it was started
            emit({"type": "started"})

    def on_test_stopping(self, **_):
        if self.phase == "running":
            self.observe()
            self.ended_early = self.runner.worker_count <= 0
            self.rest() if INTERACTIVE and not self.ended_early else setattr(self, "phase", "stopping")

    def on_test_stop(self, **_):
        self.delay.turn(False)
        if self.phase != "idle":
            self.stopped_at = self.stopped_at or time.time()

    def rest(self):
        self.phase, self.idle_since = "idle", time.time()

    def stop(self, reason):
        if not self.over:
            self.observe()
            self.phase, self.stop_reason = "stopping", reason

    def change_load(self, users, spawn_rate):
        if self.phase != "running" or self.environment.shape_class:
            return False
        self.users_asked = int(users)
        gevent.spawn(self.runner.start, self.users_asked, float(spawn_rate))
        return True

    def on_sigterm(self, *_):
        self.signals += 1
        if self.signals > 1 and self.phase == "final":
            self.acknowledged.set()
        gevent.spawn(self.stop, "signal")

    def accompany(self):
        """The life of the load, from before its start until its results are stored."""
        try:
            while not self.stopped_at:
                self.observe()
                if INTERACTIVE and self.phase == "waiting" and len(self.nodes) >= int(os.environ["LOADPLANE_WORKERS"]):
                    self.rest()
                if self.over and self.started_at and self.runner.state not in ("ready", "stopped"):
                    self.runner.stop()  # does nothing while start() still calls the script's listeners, so again and again
                elif self.over:
                    self.on_test_stop()
                gevent.sleep(0.2)
            emit({"type": "stopped", "reason": self.stop_reason, "ended_early": self.ended_early})
            deadline, expected = time.monotonic() + SETTLE_SECONDS, self.nodes.keys() if self.started_at else set()
            while expected - self.lost - self.flushed and time.monotonic() < deadline:
                self.observe()
                gevent.sleep(0.1)
            self.lost |= expected - self.flushed
            self.freeze()
        except Exception as error:
            fatal("final", *explain(error))
        self.acknowledged.wait(LINGER)
        self.concluded.set()
        if not self.main_ended:
            gevent.kill(gevent.get_hub().parent, SystemExit)

    def conclude(self):
        """In the main greenlet, after Locust's main() ended for whatever reason."""
        self.main_ended = True
        self.stop(None)
        while not self.concluded.is_set():
            with suppress(BaseException):  # a greenlet of the script that calls sys.exit() ends up here
                self.concluded.wait()
        signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
        signal.setitimer(signal.ITIMER_REAL, 15)  # the script's own hooks may never return
        for client_id in self.runner.worker_indexes:  # quit() forgets those that are not ready again after the stop
            self.runner.server.send_to_client(locust.rpc.Message("quit", None, client_id))
        del self.runner.quit
        with suppress(BaseException):
            self.environment.events.quitting.fire(environment=self.environment, reverse=True)  # the runner quits by this, too
            self.environment.events.quit.fire(exit_code=0)
        emit({"type": "exit", "code": 0, "acknowledged": self.acknowledged.is_set()})

    def freeze(self):
        result = document(self, final=True)
        body = encode(result)
        try:
            with self.environment.web_ui.app.app_context():
                page = locust.html.get_html_report(self.environment, show_download_link=False).encode("utf-8", "replace")
            self.report = page, gzip.compress(page)
        except Exception:
            traceback.print_exc()
        self.final, self.phase = (body, gzip.compress(body)), "final"
        emit_final(result, self.final[1])

    def serve(self, app):
        """Before every request to the web port: answers ours, refuses what is not allowed, leaves the rest to Locust."""
        from flask import request
        def answer(status, value):
            return app.response_class(encode(value), status, content_type="application/json")
        def stored(result, content_type):
            compressed = request.accept_encodings.quality("gzip") > 0
            headers = {"Content-Encoding": "gzip"} if compressed else None
            return app.response_class(result[compressed], 200, headers, content_type=content_type)
        called, token = f"{request.method} {request.path}", request.headers.get("X-Loadplane-Token", "").encode("utf-8", "replace")
        if called != "GET /ctl/v1/healthz" and not (TOKEN and hmac.compare_digest(token, TOKEN.encode())):
            if not PASSWORD or request.path.startswith("/ctl"):
                return app.response_class(status=404)
            login = request.authorization
            if not (login and login.username == "loadplane" and hmac.compare_digest(login.password or "", PASSWORD)):
                return app.response_class("This page needs the login of its run.", 401, {"WWW-Authenticate": 'Basic realm="Locust"'})
        if called == "GET /ctl/v1/stats":
            return answer(200, document(self))
        if called == "GET /ctl/v1/report" and self.report:
            return stored(self.report, "application/octet-stream")
        if called in ("GET /ctl/v1/final", "POST /ctl/v1/ack") and not self.final:
            return answer(409, {"error": "the result is not complete"})
        if called == "GET /ctl/v1/final":
            return stored(self.final, "application/json")
        if self.over and request.path.endswith(("/swarm", "/stats/reset", "/user")):
            return answer(409, {"error": "the load has ended"})
        if request.method == "POST" and request.path.startswith("/ctl/v1/load/"):
            return self.change_load(*request.path.rsplit("/", 2)[1:]) and answer(202, {"phase": self.phase}) or answer(
                409, {"error": "the load cannot be changed"})
        if called == "POST /ctl/v1/stop":
            self.stop("request")
        elif called == "POST /ctl/v1/ack":
            self.acknowledged.set()
        elif called != "GET /ctl/v1/healthz":
            return None if not request.path.startswith("/ctl/") else answer(404, {"error": "there is no such thing"})
        return answer(200 if request.method == "GET" else 202, {"phase": self.phase})

def prepare_locust(agent):
    create_parser, install_handler = locust.argument_parser.LocustArgumentParser.__init__, gevent.signal_handler
    # a script's own locust.conf or pyproject.toml is not our configuration
    locust.argument_parser.LocustArgumentParser.__init__ = lambda self, *arguments, **options: create_parser(
        self, *arguments, **{**options, "default_config_files": []})
    # Locust's own handler would end the master without its results
    gevent.signal_handler = lambda number, *rest: None if MASTER and number == signal.SIGTERM else install_handler(number, *rest)
    importlib.machinery.SourceFileLoader = ScriptLoader
    msgpack.dumps = functools.partial(msgpack.dumps, unicode_errors="replace")  # a lone surrogate would end a worker's reporting
    locust.runners.WORKER_REPORT_INTERVAL, locust.runners.CPU_MONITOR_INTERVAL = 1, 2  # seconds
    locust.runners.HEARTBEAT_LIVENESS = 10  # seconds; on a busy node a worker may be silent for three without being lost
    locust.events.init.add_listener(agent.on_init)
    locust.events.test_start.add_listener(agent.on_test_start)  # before the script's own, which may take long
    locust.events.test_stop.add_listener(lambda **_: agent.delay.turn(False))  # when the users are gone, before the script's own
    locust.events.spawning_complete.add_listener(agent.end_start)  # before the runner's own, which would say that the load runs
    sys.argv = ["locust"] + [os.path.realpath(word) if os.path.isabs(word) and word.endswith(".py") else word for word in sys.argv[1:]]

def run():
    global gevent, locust, msgpack
    write = sys.stderr.write
    sys.stderr.write = lambda message: STDERR_TAIL.append(message) or write(message)
    signal.signal(signal.SIGTERM, lambda *_: fatal("load", "The process was told to end (SIGTERM) before it was ready", code=143))
    if os.environ.get("LOADPLANE_NEW_SESSION") == "1" and os.getpgrp() != os.getpid():
        os.setsid()
    emit({"type": "hello", "role": "master" if MASTER else "worker", "index": os.environ.get("LOADPLANE_INDEX"), "pid": os.getpid(),
          "python": sys.version.split()[0]})
    try:
        prepare_code()
    except Exception as error:
        fatal("bundle", f"The script could not be unpacked: {error}", traceback.format_exc())
    agent, code = None, 0
    try:
        import gevent.event, gevent.lock, msgpack, locust.main, locust.dispatch, locust.html, locust.rpc
        agent = Agent()
        prepare_locust(agent)
        locust.main.main()
    except SystemExit as end:
        code = end.code
    except BaseException as error:
        if not agent or not MASTER or agent.phase == "waiting":
            fatal("start", *explain(error))
    if not agent.runner or MASTER and agent.phase == "waiting":
        if "No User class found" in "".join(STDERR_TAIL):
            fatal("load", "main.py defines no User class: it needs a class derived from User or HttpUser")
        fatal("start", last_complaint())
    if MASTER:
        sys.exit(agent.conclude())
    emit({"type": "exit", "code": code})
    sys.exit(code)

if __name__ == "__main__":
    run()
