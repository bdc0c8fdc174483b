"""Compiles Python files without running them: one JSON request per line on stdin, one JSON answer per line on stdout.

Request: {"files": {"main.py": "…", "lib/a.py": "…"}}. Answer: {"python": "3.13", "problems": [{"file", "code", "message"}]}.
The code is a stranger's: memory is bounded here, time by whoever asks."""
import ast
import contextlib
import json
import resource
import sys
import warnings

LIMIT = 1 << 30
with contextlib.suppress(ValueError, OSError):  # not every system can bound memory
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
warnings.simplefilter("ignore")


def problems(name, source):
    try:
        tree = ast.parse(source, name)
        compile(tree, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        place = f"line {error.lineno}: " if error.lineno else ""
        yield {"file": name, "code": "syntax_error", "message": f"{place}{error.msg}"}
        return
    except (RecursionError, MemoryError) as error:
        yield {"file": name, "code": "script_not_checked", "message": f"too large or deep to be checked ({type(error).__name__})"}
        return
    except ValueError as error:
        yield {"file": name, "code": "syntax_error", "message": f"cannot be compiled: {error}"}
        return
    if name == "main.py":
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                imported = "." * node.level + (node.module or "")
                yield {"file": name, "code": "relative_import",
                       "message": f"line {node.lineno}: \"from {imported} import …\" cannot work in main.py, which is no package; "
                                  f"write \"from lib.helpers import …\""}


for line in sys.stdin:
    files = json.loads(line)["files"]
    found = [problem for name, source in files.items() for problem in problems(name, source)]
    print(json.dumps({"python": "{}.{}".format(*sys.version_info), "problems": found}), flush=True)
