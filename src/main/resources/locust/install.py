"""Installs a run's packages in a pod, before Locust starts: `python install.py REQUIREMENTS TARGET`. Wheels only, and
nothing that would change what the image itself brings. What pip said last becomes the reason of a run that fails here."""
import json
import os
import subprocess
import sys
import tempfile

REQUIREMENTS, TARGET = sys.argv[1:]
MAX_TEXT = 3000

def pip(*arguments):
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")

def fail(message, detail):
    print(message, flush=True)
    record = {"type": "fatal", "stage": "packages", "error": message[:900], "detail": detail[-MAX_TEXT:]}
    while len(json.dumps(record)) > 4096:
        record["detail"] = record["detail"][len(record["detail"]) // 4 + 1:]
    try:
        with open("/dev/termination-log", "w") as file:
            json.dump(record, file)
    except OSError:
        pass
    sys.exit(1)

frozen = pip("freeze", "--all")
if frozen.returncode:
    fail("the image has no pip, so packages cannot be installed in it", frozen.stdout)
with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as constraints:
    constraints.writelines(line + "\n" for line in frozen.stdout.splitlines() if "==" in line and "@" not in line)
done = pip("install", "--no-cache-dir", "--only-binary=:all:", "--target", TARGET, "--constraint", constraints.name,
           "--requirement", REQUIREMENTS)
print(done.stdout, flush=True)
if done.returncode:
    errors = [line.strip() for line in done.stdout.splitlines() if line.startswith("ERROR:")]
    lines = errors or [line for line in done.stdout.splitlines() if line.strip()] or ["pip said nothing"]
    fail("pip: " + lines[-1].removeprefix("ERROR:").strip(), done.stdout)
os.unlink(constraints.name)
