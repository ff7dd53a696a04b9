"""The Kotlin compiler, where the tests run: a package of PyPI brings it along, a Kotlin for notebooks."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.sdk import packages

_PACKAGE = "kotlin-jupyter-kernel==0.19.0.944"
_JUNIT = Path("/usr/share/java/junit-platform-console-standalone.jar")
_DEBIAN = "on Debian `apt-get install -y default-jre-headless junit5`"


def tools(cache: Path) -> tuple[str, str, Path]:
    """Java, the class path of the compiler and of what its programs need, and JUnit 5. Raises MissingError."""
    java = shutil.which("java")
    if not java or not _JUNIT.is_file():
        raise packages.MissingError(f"the Kotlin sample needs Java and JUnit 5: {_DEBIAN}")
    folder = cache / _PACKAGE
    stamp = folder / ".installed"
    if not packages.is_installed(stamp, _PACKAGE):
        with packages.one_at_a_time(cache / "lock"):
            if not packages.is_installed(stamp, _PACKAGE):
                uv = str(Path(sys.executable).parent / "uv")
                pip = [uv, "pip", "install", "--quiet", "--no-deps", "--target", str(folder), _PACKAGE]
                packages.install([pip], cache, "the Kotlin compiler cannot be installed; is a package index in reach?")
                stamp.write_text(_PACKAGE)
    return java, str(folder / "run_kotlin_kernel" / "jars" / "*"), _JUNIT
