"""How a call that is run again goes the way that it went before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from genauth_mock import errors
from genauth_mock.context import Context, Retraced
from genauth_mock.kit.ids import Ids, RetracedIds
from genauth_mock.rules import admission, pipelines
from genauth_mock.rules.pipelines import Answer, Asking
from genauth_mock.store.database import undo

from tests.rules.conftest import CI, Pool, refused, user_called


def piped(a_pool: Pool, *scenes: str) -> Context:
    """A call to a pool with a pipeline at each of these scenes, in which pipelines may be asked."""
    each = [
        {"id": f"pipe{n}", "name": "p", "scene": scene, "url": "http://localhost/"} for n, scene in enumerate(scenes)
    ]
    ctx = a_pool(users=[CI], pipelines=each)
    ctx.retraced = Retraced(RetracedIds(ctx.mock.ids), ctx.now)
    return ctx


def run(ctx: Context, call: Callable[[], Any], *answers: Answer) -> Any:
    """What a call comes to that is run again with each of these answers."""
    assert ctx.retraced is not None
    for answer in answers:
        with pytest.raises(Asking) as asking:
            call()
        undo(ctx.db)
        ctx.retraced.answers.append((asking.value.key, answer))
        ctx.retraced.go_back()
    return call()


def test_nobody_is_asked_where_no_face_can_ask(a_pool: Pool) -> None:
    ctx = piped(a_pool, pipelines.PRE_AUTHENTICATION)
    ctx.retraced = None
    assert admission.admit(ctx, user_called(ctx)).logins_count == 1


def test_an_error_refuses_the_call(a_pool: Pool) -> None:
    ctx = piped(a_pool, pipelines.PRE_AUTHENTICATION)
    with refused(errors.PIPELINE_REFUSED) as refusal:
        run(ctx, lambda: admission.admit(ctx, user_called(ctx)), Answer(error="no"))
    assert refusal.value.message("en") == "no"


def test_the_second_run_has_the_answers_of_the_first_in_their_order(a_pool: Pool) -> None:
    ctx = piped(a_pool, pipelines.PRE_AUTHENTICATION, pipelines.POST_AUTHENTICATION, pipelines.POST_AUTHENTICATION)
    answers = [Answer(profile={"nickname": name}) for name in "abc"]
    user = run(ctx, lambda: admission.admit(ctx, user_called(ctx)), *answers)
    assert (user.nickname, user.logins_count) == ("c", 1)


def test_ids_come_again_until_something_else_is_asked_for() -> None:
    ids = RetracedIds(Ids())
    first = ids.object_id(), ids.passcode(6), ids.secret(), ids.number()
    ids.go_back()
    assert (ids.object_id(), ids.passcode(6), ids.secret(), ids.number()) == first
    ids.go_back()
    assert ids.object_id() == first[0]
    another = ids.secret()
    assert another != first[2]
    ids.go_back()
    assert (ids.object_id(), ids.secret()) == (first[0], another)
    ids.keep()
    ids.go_back()
    assert ids.object_id() != first[0]
