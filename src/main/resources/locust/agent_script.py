"""What the agent says to the outside, how it unpacks and loads the script, and a row of its results."""
import base64
import collections
import glob
import hashlib
import importlib.machinery
import io
import json
import math
import os
import pathlib
import re
import signal
import site
import sys
import tarfile
import time
import traceback
from contextlib import suppress

RUN, TOKEN = os.environ.get("LOADPLANE_RUN_ID", ""), os.environ.pop("LOADPLANE_TOKEN", "")  # scripts must not meet the token by accident
PASSWORD = os.environ.pop("LOADPLANE_UI_PASSWORD", "")  # of the login to Locust's own web page; none: it stays shut
INTERACTIVE = os.environ.get("LOADPLANE_MODE") == "interactive"  # a person starts and stops the load, as often as they like
CODE = os.path.realpath(os.environ.get("LOADPLANE_CODE_DIR") or os.getcwd())
LINGER, LOAD_TIMEOUT = float(os.environ.get("LOADPLANE_LINGER") or 600), float(os.environ.get("LOADPLANE_LOAD_TIMEOUT") or 60)
MASTER, STDOUT = "--worker" not in sys.argv, os.dup(1)  # a script may replace or close its own stdout
SETTLE_SECONDS, MAX_ROWS, MAX_TEXT, MAX_HISTORY, MAX_SECONDS, CHUNK = 10, 2000, 4000, 2000, 86400, 6000
MAX_MEASURE = 2 ** 48
STDERR_TAIL = collections.deque(maxlen=200)

class Text(str):
    __repr__ = str.__str__  # Locust 2.20 stores the repr() of an error even if it is a text

def text(value, convert=str):
    try:
        value = value if isinstance(value, str) else convert(value)
    except Exception:
        value = f"<{type(value).__name__} that has no text>"
    return Text(value[:MAX_TEXT].encode("utf-8", "replace").decode().replace("\0", "\ufffd"))  # databases refuse NUL

def number(value, otherwise=0):
    return value if isinstance(value, (int, float)) and math.isfinite(value) else otherwise

def measure(value, otherwise):
    """What a script reports as a time or size; more than any real one could not be sent to the master."""
    value = number(value, otherwise)
    return value if value is None else max(0, min(value, MAX_MEASURE))

def clean(value):
    if isinstance(value, dict):
        return {text(key): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [clean(item) for item in value]
    return value if value is None else number(value) if isinstance(value, (int, float)) else text(value)

def encode(value):
    return json.dumps(clean(value), separators=(",", ":")).encode()

def emit(*records):
    lines = [b"@@loadplane " + json.dumps({"type": "", "run": RUN, "at": time.time(), **record}).encode() for record in records]
    data = b"\n".join([b"", *lines, b""])  # begins with a line end: the script may have left a line of its own open
    with suppress(OSError):
        while data:
            data = data[os.write(STDOUT, data):]

def write_termination_file(record):
    path = pathlib.Path(os.environ.get("LOADPLANE_TERMINATION_FILE") or "/dev/termination-log")
    record = dict(record)
    while len(encode(record)) > 4096:  # the end of a traceback and the beginning of a message say most
        if record.get("detail"):
            record["detail"] = record["detail"][len(record["detail"]) // 4 + 1:]
        elif record.get("error"):
            record["error"] = record["error"][:len(record["error"]) * 3 // 4]
        else:
            record = {"type": record["type"], "run": RUN}
    with suppress(OSError):
        if "LOADPLANE_TERMINATION_FILE" in os.environ or path.exists():
            path.write_bytes(encode(record))

def emit_final(result, compressed):
    """The final record for whoever cannot reach us any more: whole on stdout, in short in the termination file."""
    data, digest = base64.b64encode(compressed).decode(), hashlib.sha256(compressed).hexdigest()
    pieces = [data[start:start + CHUNK] for start in range(0, len(data), CHUNK)]
    emit(*({"type": "final", "n": index, "of": len(pieces), "sha": digest, "data": piece} for index, piece in enumerate(pieces)))
    summary = {key: value for key, value in result.items() if key != "host" and not isinstance(value, (list, dict))}
    total = {key: value for key, value in result["total"].items() if key != "histogram"}
    write_termination_file({"type": "final", **summary, "total": total, "sha": digest})

def fatal(stage, error, detail=None, code=1):
    print(f"\n{detail or ''}\n{error}", file=sys.__stderr__, flush=True)
    detail = "".join(STDERR_TAIL) if detail is None else detail
    error, detail = (text(part.replace(CODE + os.sep, "")) for part in (error[:1000], detail[-MAX_TEXT:]))
    record = {"type": "fatal", "run": RUN, "at": time.time(), "stage": stage, "error": error, "detail": detail}
    emit(record, {"type": "exit", "code": code})
    write_termination_file(record)
    os._exit(code)

def last_complaint():
    """Many a failure Locust explains only on stderr."""
    *before, last = re.split(r"/(?:ERROR|CRITICAL)/[\w.]+: |^locust: error: ", "".join(STDERR_TAIL), flags=re.MULTILINE)
    lines = [line.strip() for line in last.splitlines() if line.strip() and not re.match(r"\[.+\] \S+/(DEBUG|INFO|WARNING)/", line)]
    lines = lines or ["Locust ended before a load was started"]
    return lines[0] if before and "Traceback" not in last else lines[-1]

def unpack(bundle):
    parts = sorted(glob.glob(glob.escape(bundle) + "/*")) if os.path.isdir(bundle) else [bundle]
    with tarfile.open(fileobj=io.BytesIO(b"".join(pathlib.Path(part).read_bytes() for part in parts)), mode="r:gz") as archive:
        for member in archive.getmembers():
            if member.name.startswith("/") or ".." in member.name.split("/") or not (member.isfile() or member.isdir()):
                raise ValueError(f"{member.name} is not a plain file inside the bundle")
        archive.extractall(CODE, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))

def put_code_last():
    sys.path[:] = [entry for entry in sys.path if entry not in (CODE, os.path.dirname(os.path.abspath(__file__)))] + [CODE]

def prepare_code():
    os.makedirs(CODE, exist_ok=True)
    if os.environ.get("LOADPLANE_BUNDLE"):
        unpack(os.environ["LOADPLANE_BUNDLE"])
    for directory in filter(None, os.environ.get("LOADPLANE_SITE", "").split(":")):
        site.addsitedir(directory)
    put_code_last()
    os.chdir(CODE)  # scripts open their data relative to main.py

def is_script(path):
    return os.path.isabs(path) and os.path.realpath(path).startswith(CODE + os.sep)

def explain(error):
    """-> the message and its place in one line, and the traceback from the script's own code on"""
    trace = error.__traceback__
    while trace and not is_script(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(trace) if is_script(frame.filename)]
    if isinstance(error, SyntaxError) and is_script(error.filename or ""):
        places.append((error.filename, error.lineno))
    message = traceback.format_exception_only(type(error), error)[-1].strip()
    if isinstance(error, SystemExit):
        message = f"main.py ended the process itself: sys.exit({error.code!r}) was called while it was loaded"
    detail = "".join(traceback.format_exception(type(error), error, trace if places else error.__traceback__))
    return message + (" ({}:{})".format(*places[-1]) if places else ""), detail

class ScriptLoader(importlib.machinery.SourceFileLoader):
    """Locust loads main.py, and nothing else, through importlib.machinery.SourceFileLoader."""
    def exec_module(self, module):
        put_code_last()  # Locust has just put it first, where it would hide the image's own modules
        signal.signal(signal.SIGALRM, self.time_out)
        signal.setitimer(signal.ITIMER_REAL, LOAD_TIMEOUT)
        try:
            super().exec_module(module)
        except BaseException as error:
            fatal("load", *explain(error))
        signal.setitimer(signal.ITIMER_REAL, 0)

    @staticmethod
    def time_out(_signal, frame):
        from gevent import get_hub
        # time.sleep() is gevent's: the script then waits in the main greenlet, the hub's parent, while the hub runs
        stack = [entry for entry in traceback.extract_stack(get_hub().parent.gr_frame or frame) if "<frozen" not in entry.filename]
        places = [entry for entry in stack if is_script(entry.filename)] or stack
        where = "" if places[-1].filename == os.path.join(CODE, "main.py") else f" of {places[-1].filename}"
        fatal("load", f"main.py was still loading after {LOAD_TIMEOUT:g} s, at line {places[-1].lineno}{where}: {places[-1].line}",
              "".join(traceback.format_list(stack[stack.index(places[0]):])))
