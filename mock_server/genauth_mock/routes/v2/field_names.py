"""What the rules call a field, and what it is called in a call's body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from genauth_mock.errors import Refused


@contextmanager
def called(names: Mapping[str, str]) -> Iterator[None]:
    """Words a refusal that names a field by the name that the client has sent: `{"username": "account"}`."""
    try:
        yield
    except Refused as refused:
        if refused.field is None or refused.field not in names:
            raise
        values = {key: value for key, value in refused.values.items() if key != "field"}
        raise Refused(
            refused.entry, field=names[refused.field], data=refused.data, remark=refused.remark, **values
        ) from None
