"""Loadplane's agent: runs Locust inside a master or worker process and makes its results reliable.

    python agent.py -f main.py --master --autostart ...        python agent.py -f main.py --worker ...

It unpacks the script, guards the web port, owns the end of the process and reports on stdout, over HTTP and in
the termination file. It is configured by LOADPLANE_* variables only and adds no command line options.
"""
import base64
import gzip
import hashlib
import hmac
import importlib.machinery
import io
import json
import math
import os
import re
import signal
import site
import sys
import tarfile
import time
import traceback

import gevent
from gevent.event import Event

RUN = os.environ.get("LOADPLANE_RUN_ID", "")
TOKEN = os.environ.pop("LOADPLANE_TOKEN", "")  # scripts must not come across it by accident
CODE = os.path.realpath(os.environ.get("LOADPLANE_CODE_DIR") or os.getcwd())
LINGER = float(os.environ.get("LOADPLANE_LINGER") or 600)
LOAD_TIMEOUT = float(os.environ.get("LOADPLANE_LOAD_TIMEOUT") or 60)
ROLE = "worker" if "--worker" in sys.argv else "master"
SETTLE_SECONDS = 10
MAX_ROWS, MAX_TEXT, MAX_HISTORY, MAX_SECONDS, CHUNK = 2000, 4000, 2000, 86400, 6000
PERCENTILES = {"p50": 0.5, "p66": 0.66, "p75": 0.75, "p80": 0.8, "p90": 0.9, "p95": 0.95, "p98": 0.98, "p99": 0.99,
               "p99.9": 0.999, "p99.99": 0.9999}
STDOUT = os.dup(1)  # a script may replace or close its own
MAIN_GREENLET = gevent.getcurrent()


def text(value, limit=MAX_TEXT):
    try:
        value = value if isinstance(value, str) else str(value)
    except Exception:
        value = f"<{type(value).__name__} that has no text>"
    # a lone surrogate cannot leave as UTF-8, and databases refuse NUL
    return value[:limit].encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def number(value, otherwise=0):
    try:
        return (value if type(value) in (int, float) else float(value)) if math.isfinite(value) else otherwise
    except (TypeError, ValueError, OverflowError):
        return otherwise


def clean(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, dict):
        return {text(key): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(item) for item in value]
    return text(value)


def encode(value):
    return json.dumps(clean(value), separators=(",", ":")).encode()


def emit(*records):
    # the empty line first: the script may have left a line of its own open
    data = b"\n" + b"".join(b"@@loadplane " + json.dumps({"type": record.pop("type"), "run": RUN, "at": time.time(),
                                                           **record}).encode() + b"\n" for record in records)
    try:
        while data:
            data = data[os.write(STDOUT, data):]
    except OSError:
        pass


def write_termination_file(record):
    path = os.environ.get("LOADPLANE_TERMINATION_FILE") or "/dev/termination-log"
    if "LOADPLANE_TERMINATION_FILE" not in os.environ and not os.path.exists(path):
        return
    while len(encode(record)) > 4096:
        record["detail"] = record["detail"][len(record["detail"]) // 4 + 1:]
    try:
        with open(path, "wb") as file:
            file.write(encode(record))
    except OSError:
        pass


def fatal(stage, error, detail="", code=1):
    record = {"stage": stage, "error": text(error, 1000), "detail": text(detail[-MAX_TEXT:])}
    sys.stderr.write(f"\n{record['error']}\n")
    write_termination_file({"type": "fatal", "run": RUN, "at": time.time(), **record})
    emit({"type": "fatal", **record}, {"type": "exit", "code": code})
    sys.stderr.flush()
    os._exit(code)


class StderrTail:
    """Passes everything on and remembers the end: many a failure Locust explains only there."""

    def __init__(self, stream):
        self.stream, self.tail = stream, ""

    def write(self, message):
        self.tail = (self.tail + message)[-2 * MAX_TEXT:]
        return self.stream.write(message)

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def complaint(self):
        errors = re.split(r"/(?:ERROR|CRITICAL)/[\w.]+: |^locust: error: ", self.tail, flags=re.MULTILINE)
        lines = [line.strip() for line in errors[-1].splitlines() if line.strip()] or ["Locust ended before the load was started"]
        return lines[0] if len(errors) > 1 and "Traceback" not in errors[-1] else lines[-1]


# ---- the script: unpacking and loading

def unpack(bundle):
    parts = [bundle]
    if os.path.isdir(bundle):
        parts = [os.path.join(bundle, name) for name in sorted(os.listdir(bundle)) if not name.startswith(".")]
    archive = io.BytesIO()
    for part in parts:
        with open(part, "rb") as file:
            archive.write(file.read())
    archive.seek(0)
    with tarfile.open(fileobj=archive, mode="r:gz") as tar:
        members = tar.getmembers()
        for member in members:
            if member.name.startswith("/") or ".." in member.name.split("/") or not (member.isfile() or member.isdir()):
                raise ValueError(f"{member.name} is not a plain file inside the bundle")
        tar.extractall(CODE, members, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))


def prepare_code():
    os.makedirs(CODE, exist_ok=True)
    if os.environ.get("LOADPLANE_BUNDLE"):
        unpack(os.environ["LOADPLANE_BUNDLE"])
    os.chdir(CODE)  # scripts open their data relative to main.py
    sys.path[:] = [entry for entry in sys.path if entry != os.path.dirname(os.path.abspath(__file__))]
    for directory in filter(None, os.environ.get("LOADPLANE_SITE", "").split(":")):
        site.addsitedir(directory)
    put_code_last()


def put_code_last():
    sys.path[:] = [entry for entry in sys.path if entry != CODE] + [CODE]


def is_script(path):
    return os.path.realpath(path).startswith(CODE + os.sep)


def shorten(path_or_text):
    return path_or_text.replace(CODE + os.sep, "")


def explain(error):
    """-> (place and message in one line, traceback that starts at the script's own code)"""
    trace = error.__traceback__
    while trace and not is_script(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    frames = [frame for frame in traceback.extract_tb(trace) if is_script(frame.filename)]
    place = (frames[-1].filename, frames[-1].lineno) if frames else None
    if isinstance(error, SyntaxError) and error.filename and is_script(error.filename):
        place = (error.filename, error.lineno)
    shown = trace if place else error.__traceback__
    message = traceback.format_exception_only(type(error), error)[-1].strip()
    if isinstance(error, SystemExit):
        code = "" if error.code is None else repr(error.code)
        message = f"main.py ended the process itself: sys.exit({code}) was called while it was loaded"
    return (f"{shorten(place[0])}:{place[1]}: {message}" if place else message,
            shorten("".join(traceback.format_exception(type(error), error, shown))))


class ScriptLoader(importlib.machinery.SourceFileLoader):
    """Locust loads main.py, and nothing else, through importlib.machinery.SourceFileLoader."""

    def exec_module(self, module):
        put_code_last()  # Locust has just put it first, where it would hide the image's own modules
        signal.signal(signal.SIGALRM, self.time_out)
        signal.setitimer(signal.ITIMER_REAL, LOAD_TIMEOUT)
        try:
            super().exec_module(module)
        except BaseException as error:
            sentence, detail = explain(error)
            sys.stderr.write(detail)
            fatal("load", sentence, detail)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    @staticmethod
    def time_out(_signal, frame):
        # time.sleep() is gevent's: then the script waits in the main greenlet while the hub runs
        stack = traceback.extract_stack(MAIN_GREENLET.gr_frame or frame)
        while stack and not is_script(stack[0].filename):
            stack.pop(0)
        place = [entry for entry in stack if is_script(entry.filename)][-1]
        where = "" if shorten(place.filename) == "main.py" else f" of {shorten(place.filename)}"
        fatal("load", f"main.py was still loading after {LOAD_TIMEOUT:g} s, at line {place.lineno}{where}: {place.line}",
              shorten("".join(traceback.format_list(stack))))


# ---- the documents

def percentiles(entry):
    """By Locust's own rule (calculate_response_time_percentile), but all in one pass."""
    count, seen, found = entry.num_requests - entry.num_none_requests, 0, dict.fromkeys(PERCENTILES, 0)
    pending = list(PERCENTILES.items())
    for response_time in sorted(entry.response_times, reverse=True):
        seen += entry.response_times[response_time]
        while pending and count - seen <= int(count * pending[-1][1]):
            found[pending.pop()[0]] = response_time
    return found


def row(entry, final):
    result = {
        "method": entry.method or "", "name": entry.name, "requests": entry.num_requests, "failures": entry.num_failures,
        "avg": round(number(entry.avg_response_time), 3), "median": entry.median_response_time,
        "min": entry.min_response_time or 0, "max": entry.max_response_time, "bytes": entry.total_content_length,
        "rps": round(entry.total_rps, 3), "failures_per_second": round(entry.total_fail_per_sec, 3),
        "current_rps": round(entry.current_rps, 3), "current_failures_per_second": round(entry.current_fail_per_sec, 3),
        "percentiles": percentiles(entry)}
    return {**result, "histogram": entry.response_times} if final else result


class LoadOver(BaseException):
    """Ends Locust's start() from inside; not an Exception, because its event hooks swallow those."""


class Agent:
    def __init__(self):
        self.environment = self.runner = self.shutdown = self.started_at = self.stopped_at = self.stop_reason = None
        self.phase, self.ended_early, self.signals, self.users_peak = "waiting", False, 0, 0
        self.seen, self.lost, self.flushed, self.nodes = set(), set(), set(), {}
        self.final = self.report = None
        self.acknowledged, self.concluded = Event(), Event()

    @property
    def over(self):
        return self.phase in ("stopping", "final")

    def listen(self, events):
        events.init.add_listener(self.on_init)
        if ROLE == "master":
            events.worker_connect.add_listener(lambda client_id, **_: self.seen.add(client_id))
            events.worker_report.add_listener(self.on_worker_report)
            events.test_start.add_listener(self.on_test_start)
            events.spawning_complete.add_listener(self.end_start)
            events.test_stopping.add_listener(self.on_test_stopping)
            events.test_stop.add_listener(self.on_test_stop)

    def on_init(self, environment, runner, web_ui=None, **_):
        self.environment, self.runner = environment, runner
        (self.adopt_worker if ROLE == "worker" else self.adopt_master)(web_ui)
        gevent.spawn(self.get_ready, web_ui)

    def get_ready(self, web_ui):
        import locust.log
        if web_ui:
            web_ui.greenlet.join(0.5)
            if web_ui.greenlet.ready():
                fatal("start", f"The web port {web_ui.port} could not be opened: {web_ui.greenlet.exception}", sys.stderr.tail)
        if locust.log.unhandled_greenlet_exception and self.phase == "waiting":
            fatal("start", sys.stderr.complaint(), sys.stderr.tail)
        emit({"type": "ready", "role": ROLE, "locust": locust.__version__, "shape": self.shape(), "user_classes": self.user_classes()})

    # -- worker

    def adopt_worker(self, _web_ui):
        events, stats, start_worker = self.environment.events, self.runner.stats, self.runner.start_worker
        log_request, log_error = stats.log_request, stats.log_error
        parse_error = type(stats).__module__ and sys.modules[type(stats).__module__].StatsError.parse_error

        # what cannot be packed into a message would cost the whole report, and end the reporting
        def log_clean_request(method, name, response_time, content_length):
            log_request(text(method or ""), text(name), number(response_time, None), number(content_length))

        def log_clean_error(method, name, error):
            try:
                error = parse_error(error)
            except Exception:
                error = f"<{type(error).__name__} that has no text>"
            log_error(text(method or ""), text(name), text(error))

        def flush(**_):
            # sent before client_stopped on the same socket, so the master is complete when the users are gone
            self.phase = "stopping"
            self.runner._send_stats()

        def on_test_start(**_):
            events.test_stop.remove_listener(flush)
            events.test_stop.add_listener(flush)  # after the script's own, which may still send requests

        stats.log_request, stats.log_error = log_clean_request, log_clean_error
        # a spawn message that crossed the stop message must not start the load again
        self.runner.start_worker = lambda *arguments, **keywords: None if self.over else start_worker(*arguments, **keywords)
        events.test_stop.add_listener(flush)
        events.test_start.add_listener(on_test_start)
        events.report_to_master.add_listener(lambda client_id, data, **_: data.update(loadplane_flushed=self.over))

    # -- master: the life of the load

    def adopt_master(self, web_ui):
        import locust.dispatch
        next_step = locust.dispatch.UsersDispatcher.__next__

        def next_step_unless_over(dispatcher):
            self.end_start()
            step = next_step(dispatcher)
            self.end_start()
            return step

        # Locust's start() goes on ramping up after stop(); and nothing may start a second load over the results
        locust.dispatch.UsersDispatcher.__next__ = next_step_unless_over
        self.runner.start = self.start_load
        self.runner.quit = self.runner.stop  # a script that quits must not take the results with it
        self.add_routes(web_ui.app)
        gevent.spawn(self.watch)

    def start_load(self, *arguments, **keywords):
        try:
            self.end_start()
            type(self.runner).start(self.runner, *arguments, **keywords)
        except LoadOver:
            pass

    def end_start(self, **_):
        if self.over:
            raise LoadOver

    def watch(self):
        while self.phase != "final":
            self.observe()
            gevent.sleep(0.5)

    def observe(self):
        clients = dict(self.runner.clients)
        self.users_peak = max(self.users_peak, self.runner.user_count)
        missing = {client_id for client_id, node in clients.items() if node.state == "missing"}
        if self.phase == "waiting":
            self.nodes = {client_id: node for client_id, node in clients.items() if client_id not in missing}
        elif self.phase == "running":
            self.nodes.update(clients)
            self.lost |= missing | (self.nodes.keys() - clients.keys())
        else:  # clients leave the list as they stop
            self.lost |= missing & (self.nodes.keys() - self.flushed)

    def on_worker_report(self, client_id, data, **_):
        if data.get("loadplane_flushed"):
            self.flushed.add(client_id)

    def on_test_start(self, **_):
        self.observe()
        self.phase, self.started_at = "running", time.time()
        emit({"type": "started"})

    def on_test_stopping(self, **_):
        if self.phase == "running":
            self.observe()
            self.ended_early = self.runner.worker_count <= 0
            self.phase = "stopping"

    def on_test_stop(self, **_):
        if self.stopped_at is None:
            self.stopped_at = time.time()
            emit({"type": "stopped", "reason": self.stop_reason, "ended_early": self.ended_early})
            gevent.spawn(self.finish)

    def stop(self, reason):
        if self.over:
            return
        if self.phase == "running":
            self.observe()
        started, self.phase, self.stop_reason = self.phase == "running", "stopping", reason
        if not started:
            self.on_test_stop()
        while self.stopped_at is None:  # stop() does nothing while start() still calls the script's listeners
            self.runner.stop()
            gevent.sleep(0.2)

    def on_sigterm(self, *_):
        self.signals += 1
        if self.runner is None:
            fatal("load", "The process was told to end (SIGTERM) before it was ready", code=143)
        if self.signals > 1 and self.phase == "final":
            self.acknowledged.set()
        gevent.spawn(self.stop, "signal")

    def finish(self):
        try:
            deadline = time.monotonic() + SETTLE_SECONDS
            while self.started_at and time.monotonic() < deadline and self.nodes.keys() - self.lost - self.flushed:
                gevent.sleep(0.1)
            if self.started_at:
                self.lost |= self.nodes.keys() - self.flushed
            self.freeze()
        except Exception as error:
            fatal("final", f"The result could not be built: {explain(error)[0]}", explain(error)[1])
        self.acknowledged.wait(LINGER)
        self.concluded.set()
        gevent.kill(MAIN_GREENLET, SystemExit)

    def conclude(self):
        """In the main greenlet, after Locust's main() ended, for whatever reason."""
        self.stop(None)
        while not self.concluded.is_set():
            try:
                self.concluded.wait()
            except BaseException:  # a greenlet of the script that calls sys.exit() ends up here
                pass
        from locust.rpc import Message
        signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
        signal.setitimer(signal.ITIMER_REAL, 15)  # the script's own hooks may never return
        for client_id in self.seen:  # after a stop Locust itself forgets those that are not yet ready again
            self.runner.server.send_to_client(Message("quit", None, client_id))
        del self.runner.quit
        try:
            (self.shutdown or self.runner.quit)()
        except BaseException:
            pass
        emit({"type": "exit", "code": 0, "acknowledged": self.acknowledged.is_set()})

    # -- master: the results

    def shape(self):
        return type(self.environment.shape_class).__name__ if self.environment.shape_class else None

    def user_classes(self):
        return [user_class.__name__ for user_class in self.environment.user_classes]

    def workers(self):
        clients, shown = self.runner.clients, []
        for client_id, node in {**self.runner.clients, **self.nodes}.items():
            gone = "missing" if client_id in self.lost else "stopped"
            current = clients.get(client_id)
            shown.append({"id": client_id, "state": current.state if current else gone, "users": current.user_count if current else 0,
                          "cpu_percent": node.cpu_usage, "memory_bytes": node.memory_usage})
        return shown

    def document(self, final=False):
        import locust.log
        runner, stats, workers = self.runner, self.environment.stats, self.workers()
        entries = sorted(stats.entries.values(), key=lambda entry: (text(entry.name), text(entry.method)))
        errors = sorted(runner.errors.values(), key=lambda error: -error.occurrences)
        hosts = [self.environment.host] + [user_class.host for user_class in self.environment.user_classes]
        document = {
            "schema": 1, "run": RUN, "locust": locust.__version__, "python": sys.version.split()[0], "phase": "final" if final else self.phase,
            "at": time.time(), "started_at": self.started_at, "stopped_at": self.stopped_at, "stop_reason": self.stop_reason,
            "ended_early": self.ended_early, "shape": self.shape(), "user_classes": self.user_classes(), "host": next(filter(None, hosts), None),
            "users": runner.user_count, "users_target": runner.target_user_count, "users_peak": max(self.users_peak, runner.user_count),
            "workers_expected": int(os.environ.get("LOADPLANE_WORKERS") or self.environment.parsed_options.expect_workers),
            "workers_connected": sum(worker["state"] != "missing" for worker in workers),
            "workers_seen": len(self.seen), "workers_lost": len(self.lost), "broken": locust.log.unhandled_greenlet_exception,
            "workers": workers, "total": row(stats.total, final), "endpoints": [row(entry, final) for entry in entries[:MAX_ROWS]],
            "endpoints_count": len(entries),
            "errors": [{"method": error.method or "", "name": error.name, "error": error.error, "occurrences": error.occurrences,
                        "first_seen": getattr(error, "first_seen", None), "last_seen": getattr(error, "last_seen", None)}
                       for error in errors[:MAX_ROWS]],
            "exceptions": [{"message": exception["msg"], "traceback": exception["traceback"][-MAX_TEXT:], "occurrences": exception["count"],
                            "workers": sorted(exception["nodes"])} for exception in list(runner.exceptions.values())[:MAX_ROWS]],
            "errors_count": sum(error.occurrences for error in errors), "exceptions_count": sum(item["count"] for item in runner.exceptions.values())}
        if final:
            seconds, failed = sorted(stats.total.num_reqs_per_sec.items())[-MAX_SECONDS:], stats.total.num_fail_per_sec
            document["per_second"] = [[second, count, failed.get(second, 0)] for second, count in seconds]
            document["history"] = stats.history[::math.ceil(len(stats.history) / MAX_HISTORY) or 1]
        return document

    def freeze(self):
        from locust.html import get_html_report
        document = self.document(final=True)
        body = encode(document)
        try:
            with self.environment.web_ui.app.app_context():
                page = get_html_report(self.environment, show_download_link=False).encode("utf-8", "replace")
            self.report = page, gzip.compress(page)
        except Exception:
            sys.stderr.write(traceback.format_exc())
        self.final = body, gzip.compress(body)
        self.phase = "final"
        data, digest = base64.b64encode(self.final[1]).decode(), hashlib.sha256(self.final[1]).hexdigest()
        pieces = [data[start:start + CHUNK] for start in range(0, len(data), CHUNK)]
        emit(*({"type": "final", "n": index, "of": len(pieces), "sha": digest, "data": piece} for index, piece in enumerate(pieces)))
        summary = {key: value for key, value in document.items() if not isinstance(value, (list, dict)) and key != "host"}
        total = {key: value for key, value in document["total"].items() if key != "histogram"}
        write_termination_file({"type": "final", **summary, "total": total, "sha": digest})

    def add_routes(self, app):
        from flask import Response, request

        def answer(value, status=200):
            return Response(encode(value), status, content_type="application/json")

        def stored(result, content_type):
            compressed = request.accept_encodings.quality("gzip") > 0
            return Response(result[compressed], content_type=content_type, headers={"Content-Encoding": "gzip"} if compressed else None)

        def guard():
            if request.path == "/ctl/v1/healthz" and request.method == "GET":
                return None
            supplied = request.headers.get("X-Loadplane-Token", "").encode("utf-8", "replace")
            if not TOKEN or not hmac.compare_digest(supplied, TOKEN.encode()):
                return Response(status=404)
            if self.over and request.path.endswith(("/swarm", "/stats/reset", "/user")):
                return answer({"error": "the load has ended"}, 409)
            return None

        def accept(action):
            action()
            return answer({"phase": self.phase}, 202)

        unfinished = {"error": "the result is not complete yet"}
        routes = {
            "GET healthz": lambda: answer({"phase": self.phase}),
            "GET stats": lambda: answer(self.document()),
            "GET final": lambda: stored(self.final, "application/json") if self.phase == "final" else answer(unfinished, 409),
            "GET report": lambda: stored(self.report, "application/octet-stream") if self.report else answer({"error": "no report"}, 404),
            "POST stop": lambda: accept(lambda: gevent.spawn(self.stop, "request")),
            "POST ack": lambda: accept(self.acknowledged.set) if self.phase == "final" else answer(unfinished, 409)}
        app.before_request_funcs.setdefault(None, []).insert(0, guard)
        for route, view in routes.items():
            method, name = route.split()
            app.add_url_rule(f"/ctl/v1/{name}", f"loadplane_{name}", view, methods=[method])


def run():
    if os.environ.get("LOADPLANE_NEW_SESSION") == "1":
        try:
            os.setsid()
        except OSError:
            pass
    agent = Agent()
    sys.stderr = StderrTail(sys.stderr)
    signal.signal(signal.SIGTERM, agent.on_sigterm)
    emit({"type": "hello", "role": ROLE, "index": os.environ.get("LOADPLANE_INDEX"), "pid": os.getpid(), "python": sys.version.split()[0]})
    try:
        prepare_code()
    except Exception as error:
        fatal("bundle", f"The script could not be unpacked: {error}", traceback.format_exc())

    code = 0
    try:
        import locust.argument_parser
        import locust.main
        import locust.runners
        parser, install_handler = locust.argument_parser.LocustArgumentParser, gevent.signal_handler
        create_parser = parser.__init__

        def create_parser_without_files(*arguments, **keywords):
            # a script's own locust.conf or pyproject.toml is not our configuration
            create_parser(*arguments, **{**keywords, "default_config_files": []})

        def install_handler_unless_ours(number_of_signal, handler, *arguments):
            if ROLE == "worker" or getattr(handler, "__module__", "") != "locust.main":
                return install_handler(number_of_signal, handler, *arguments)
            agent.shutdown = handler
            signal.signal(signal.SIGTERM, agent.on_sigterm)
            return None

        parser.__init__ = create_parser_without_files
        gevent.signal_handler = install_handler_unless_ours
        importlib.machinery.SourceFileLoader = ScriptLoader
        locust.runners.WORKER_REPORT_INTERVAL = 1
        agent.listen(locust.events)
        sys.argv = ["locust"] + [os.path.realpath(word) if os.path.isabs(word) and word.endswith(".py") else word for word in sys.argv[1:]]
        locust.main.main()
    except SystemExit as end:
        code = end.code
        if agent.runner is None or ROLE == "master" and agent.phase == "waiting":
            if "No User class found" in sys.stderr.tail:
                fatal("load", "main.py defines no User class: it needs a class derived from User or HttpUser", sys.stderr.tail)
            fatal("start", sys.stderr.complaint(), sys.stderr.tail)
    except BaseException as error:
        if ROLE == "worker" or agent.phase == "waiting":
            sys.stderr.write(traceback.format_exc())
            fatal("start", *explain(error))
    if ROLE == "master":
        agent.conclude()
        sys.exit(0)
    emit({"type": "exit", "code": code})
    sys.exit(code)


if __name__ == "__main__":
    run()
