"""What a page of the login may load, run, and be framed by. Content Security Policy Level 3."""

from __future__ import annotations

import base64
import hashlib


def hash_of(script: str) -> str:
    """A script as a policy names it."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def content_security_policy(script: str, *, style: str = "'none'", around: str = "'none'") -> str:
    """The policy of a page with one script, named by its hash; `around` is the origin that may frame it.

    There is no form-action: browsers apply it to the redirect after a form, too.
    """
    if "[" in around:
        # A policy knows no IPv6; to whom a message goes is said in the page as well.
        around = around.partition("//")[0]
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; img-src data:; base-uri 'none'; "
        f"frame-ancestors {around}"
    )
