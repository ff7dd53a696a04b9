"""Where the time of a start goes: `make profile`. Packages by their own time at import, then what the server does."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from statistics import median

_SERVE = ["-m", "genauth_mock", "serve", "--port", "0"]
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)")
_LISTENING = re.compile(r"listening on (http://\S+)")
_RUNS = 5
_SHOWN = 20


def started(*options: str) -> tuple[float, float, str]:
    """Starts a server and asks it one thing: seconds to its answer, megabytes at rest, and what it wrote to stderr."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *options, *_SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None, "it is piped"
        url = next(found[1] for line in process.stdout if (found := _LISTENING.search(line)))
        with urllib.request.urlopen(f"{url}/_mock/health") as answer:
            answer.read()
        took = time.perf_counter() - began
        with open(f"/proc/{process.pid}/status") as status:  # noqa: PTH123 - Linux's own file
            resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        process.terminate()
        _, told = process.communicate()
    return took, resident / 1024, told


def imports() -> Counter[str]:
    """Microseconds that each package takes by itself at import; of our own, each room."""
    _, _, told = started("-X", "importtime")
    found: Counter[str] = Counter()
    for micros, module in _LINE.findall(told):
        own = module.split(".")
        found[".".join(own[:2]) if own[0] in ("genauth_mock", "sqlalchemy") else own[0]] += int(micros)
    return found


def main() -> None:
    """Prints the tables."""
    runs = [started()[:2] for _ in range(_RUNS)]
    seconds, megabytes = (median(each[n] for each in runs) for n in (0, 1))
    print(f"first answer after {seconds:.2f} s, {megabytes:.0f} MB at rest (median of {_RUNS} starts)\n")
    print("own time at import, where measuring adds about a half:\n")
    found = imports()
    for name, micros in found.most_common(_SHOWN):
        print(f"  {micros / 1000:6.1f} ms  {name}")
    print(f"  {sum(found.values()) / 1000:6.1f} ms  all {len(found)} of them")


if __name__ == "__main__":
    main()
