"""`/api/v2/country-list`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.kit import countries
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Call, Router

router = Router()


@router.get("/api/v2/country-list")
async def get_country_list(call: Call) -> Response:
    """The countries, by language and code. In Guard only."""
    named = {"zh": "zh-CN", "en": "en-US"}
    data = {lang: {each.alpha2: each.name[long] for each in countries.every()} for lang, long in named.items()}
    return call.answer(data, texts.GOT)
