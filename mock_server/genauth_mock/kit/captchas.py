"""Captcha pictures."""

from __future__ import annotations

import io


def png(code: str) -> bytes:
    """The letters of a code as a person reads them and a program hardly does, 160 by 60 pixels."""
    from captcha.image import ImageCaptcha  # noqa: PLC0415 - brings Pillow along

    drawn: io.BytesIO = ImageCaptcha(width=160, height=60).generate(code)
    return drawn.getvalue()


def svg(code: str) -> bytes:
    """The same as SVG, in which any program can read it."""
    letters = "".join(
        f'<text x="{18 + 36 * n}" y="40" transform="rotate({8 if n % 2 else -8} {18 + 36 * n} 40)">{letter}</text>'
        for n, letter in enumerate(code)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="60" viewBox="0 0 160 60">'
        '<rect width="160" height="60" fill="#f2f2f2"/><path d="M0 20 L160 44" stroke="#999"/>'
        f'<g font-family="monospace" font-size="32" fill="#333">{letters}</g></svg>'
    ).encode()
