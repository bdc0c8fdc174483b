"""Starts one component of a run on this machine: `python3 launch.py OPTIONS -- ARGUMENTS OF THE AGENT`.

Leaves the caller's process group, so that the component outlives the service; makes sure that this component is started
once at most; installs Locust and the script's packages where that has not been done yet; then runs the agent, writes down
how it ended, and ends whatever the script has left running. Whatever goes wrong before is said in the termination file, in
the same form as the agent's own failures."""
import argparse
import collections
import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse


def write_whole(path, text):
    """Readers see the old text or the new one, never a part."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text)
    os.replace(draft, path)


def claim(pid_file):
    """A second start of the same component finds the file and leaves: a master must never be started twice."""
    draft = pid_file.with_name(f".{pid_file.name}.{os.getpid()}")
    draft.write_text(f"{os.getpid()}\n")
    try:
        os.link(draft, pid_file)
    except FileExistsError:
        sys.exit(0)
    finally:
        draft.unlink()


class Launch:
    def __init__(self, options):
        self.options = options
        self.phase_file = pathlib.Path(options.phase_file)
        self.cache = pathlib.Path(options.cache)
        self.index = os.environ.pop("LOADPLANE_PACKAGE_INDEX", None)

    def phase(self, phase, progress=None):
        write_whole(self.phase_file, json.dumps({"phase": phase, "progress": progress, "since": time.time()}))
        if progress:
            print(progress, flush=True)

    def fail(self, stage, error, detail):
        print(error, flush=True)
        record = {"type": "fatal", "stage": stage, "error": error, "detail": detail}
        write_whole(pathlib.Path(os.environ["LOADPLANE_TERMINATION_FILE"]), json.dumps(record))
        sys.exit(1)

    def once(self, folder, progress, make):
        """Makes a folder of the cache unless it is complete; whoever comes meanwhile waits for it."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        complete = folder / ".complete"
        if complete.exists():
            return
        with open(folder.with_name(folder.name + ".lock"), "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.phase("preparing", f"waiting for another run: {progress}")
                fcntl.flock(lock, fcntl.LOCK_EX)
            if not complete.exists():
                self.phase("preparing", progress)
                shutil.rmtree(folder, ignore_errors=True)
                make(folder)
                complete.touch()

    def run(self, stage, what, command, variables=None):
        last = collections.deque(maxlen=30)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                              env=variables) as process:
            for line in process.stdout:
                print(line, end="", flush=True)
                last.append(line)
        if process.returncode:
            errors = [line.strip() for line in last if line.startswith("ERROR:")] or [line.strip() for line in last][-1:]
            self.fail(stage, f"{what}: {errors[0] if errors else 'no output'}"[:1000], "".join(last))

    def locust(self):
        """The interpreter of a virtual environment with that Locust, shared by all runs of this machine."""
        version = self.options.locust
        folder = self.cache / "locust-{}-python{}.{}".format(version, *sys.version_info)

        def make(folder):
            # A pip of its own would take as long to install as half of Locust; the first start of Locust compiles what it needs.
            without = ["--without-pip"] if self.has_pip_for_others() else []
            self.run("locust", "a Python environment could not be made (is python3-venv installed?)",
                     [sys.executable, "-m", "venv", *without, str(folder)])
            pip = self.pip(folder)
            self.run("locust", f"Locust {version} could not be installed",
                     [*pip, "install", "--no-compile", "--prefer-binary", f"locust=={version}"])
            frozen = subprocess.run([*pip, "freeze"], capture_output=True, text=True, check=True)
            (folder / "constraints.txt").write_text(frozen.stdout)

        self.once(folder, f"installing Locust {version} (only the first time)", make)
        return folder

    @staticmethod
    def has_pip_for_others():
        """Whether this machine has a pip that can work for another Python (22.3 or later)."""
        asked = [sys.executable, "-m", "pip", "--python", sys.executable, "--version"]
        return subprocess.run(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    @staticmethod
    def pip(environment):
        """The environment's own pip, or that of this machine working for it."""
        python = str(environment / "bin" / "python")
        pip = [python, "-m", "pip"] if (environment / "bin" / "pip").exists() else [sys.executable, "-m", "pip", "--python", python]
        return [*pip, "--disable-pip-version-check"]

    def pip_variables(self):
        """Where an environment names an index, packages come from there, whatever this machine would ask besides."""
        if not self.index:
            return None
        others = ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX")
        variables = {name: value for name, value in os.environ.items() if name not in others}
        variables["PIP_INDEX_URL"] = self.index
        if self.index.startswith("http:"):
            variables["PIP_TRUSTED_HOST"] = urllib.parse.urlsplit(self.index).hostname
        return variables

    def packages(self, environment):
        """A folder with the script's packages, shared by all runs that ask for the same ones; None when it needs none."""
        requirements = pathlib.Path(self.options.requirements).read_text() if self.options.requirements else ""
        lines = sorted({line.strip() for line in requirements.splitlines() if line.strip()})
        if not lines:
            return None
        source = [f"--index-url {self.index}"] if self.index else []
        key = hashlib.sha256("\n".join([environment.name, *source, *lines]).encode()).hexdigest()[:32]
        folder = self.cache / "packages" / key

        def make(folder):
            folder.mkdir(parents=True)
            (folder / "requirements.txt").write_text(requirements)
            # Constraints: packages must fit the Locust that is there; its own modules come first on the path anyway.
            self.run("packages", "pip could not install the packages", [
                *self.pip(environment), "install", "--prefer-binary", "--constraint", str(environment / "constraints.txt"),
                "--target", str(folder / "site"), "--requirement", str(folder / "requirements.txt")], self.pip_variables())

        self.once(folder, f"installing {len(lines)} packages with pip", make)
        return folder / "site"


PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def prctl(option, value):
    """Linux only; elsewhere a script's daemons are found by their environment alone."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def supervise(command, exit_file):
    """Stays the parent of all that the script starts, however it detaches itself, and ends it with the agent."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    agent = os.fork()
    if not agent:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        try:
            os.execv(command[0], command)
        finally:
            os._exit(127)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _: os.kill(agent, received))
    ended = 0
    while ended != agent:
        ended, status = os.wait()
    write_whole(exit_file, f"{os.waitstatus_to_exitcode(status)}\n")
    with contextlib.suppress(ChildProcessError):
        while True:
            for child in children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            os.wait()


def children():
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text(errors="replace").rpartition(")")[2].split()[1]) == os.getpid():
                yield int(stat.parent.name)


def main():
    parser = argparse.ArgumentParser()
    for option in ("pid-file", "phase-file", "exit-file", "cache", "locust", "agent"):
        parser.add_argument(f"--{option}", required=True)
    parser.add_argument("--requirements")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    os.setsid()
    claim(pathlib.Path(options.pid_file))
    launch = Launch(options)
    launch.phase("preparing")
    if sys.version_info < (3, 10):
        launch.fail("locust", f"Python {sys.version.split()[0]} is too old; this machine needs Python 3.10 or later", None)
    try:
        environment = launch.locust()
        site = launch.packages(environment)
    except (OSError, subprocess.SubprocessError) as error:
        launch.fail("locust", f"Locust could not be prepared: {error}", None)
    if site:
        os.environ["LOADPLANE_SITE"] = str(site)
    launch.phase("running")
    python = str(environment / "bin" / "python")
    supervise([python, options.agent, *options.arguments[1:]], pathlib.Path(options.exit_file))


main()
