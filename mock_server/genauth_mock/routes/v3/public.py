"""API v3, what everybody may know: `/api/v3/system`, `/api/v3/get-country-list`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock import __version__
from genauth_mock.kit import countries
from genauth_mock.routes.edge import answers, tenancy
from genauth_mock.routes.v3 import shapes
from genauth_mock.routes.v3.face import Call, Router

router = Router()


@router.get("/api/v3/system")
async def get_system_info(call: Call) -> Response:
    """The key with which passwords are encrypted, and the version; it has no envelope. Documented: getSystemInfo.

    A key for SM2 is documented too. None is told, since nothing that was encrypted with it could be opened.
    """
    key = tenancy.mock_of(call.request).transport_key.public_pem
    version = dict.fromkeys(("server", "console", "login"), __version__)
    return answers.Success({"rsa": {"publicKey": key}, "version": version, "publicIps": []})


@router.get("/api/v3/get-country-list")
async def get_country_list(call: Call) -> Response:
    """The countries, with the country codes of their phone numbers. Documented: getCountryList."""
    return call.answer([shapes.country(each) for each in countries.every()])
