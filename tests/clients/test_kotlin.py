"""The Kotlin samples of the documentation, compiled and run by JUnit 5."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients import kotlin, npm
from tests.examples.samples import WRITTEN_URL, Sample, samples
from tests.sdk import packages

# The compiler lives for seconds: what Java would optimise is never used.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


@pytest.mark.parametrize("sample", [pytest.param(each, id=each.name) for each in samples("junit")])
def test_a_sample_for_junit_passes(
    sample: Sample, server_url: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    try:
        java, jars, junit = kotlin.tools(pytestconfig.cache.mkdir("kotlin"))
    except packages.MissingError as missing:
        packages.give_up(missing)
    (tmp_path / "Sample.kt").write_text(sample.text.replace(WRITTEN_URL, server_url), encoding="utf-8")
    needed = f"{jars}:{junit}"
    compiler = [java, *QUICK, "-cp", jars, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect"]
    own = ":".join(str(each) for each in (*Path(jars).parent.glob("*.jar"), junit))
    npm.run([*compiler, "-cp", own, "-jvm-target", "17", "-d", "classes", "-Werror", "Sample.kt"], tmp_path)
    launcher = [java, *QUICK, "-cp", f"classes:{needed}", "org.junit.platform.console.ConsoleLauncher"]
    said = npm.run([*launcher, "--scan-classpath", "classes", "--disable-banner", "--details=tree"], tmp_path)
    tests = sample.text.count("@Test\n")
    assert f"{tests} tests successful" in said
    assert "0 tests failed" in said
