"""What a pipeline may answer."""

from __future__ import annotations

import json

import pytest
from genauth_mock.kit.posting import Reply
from genauth_mock.routes.edge.pipeline_answers import UnusableError, read
from genauth_mock.rules.pipelines import Answer


@pytest.mark.parametrize(
    "body", ["", "{}", ' {"error": null, "user": null, "claims": null, "other": 1}', '{"error": ""}']
)
def test_an_answer_that_says_nothing_lets_the_call_go_on(body: str) -> None:
    assert read(Reply(200, body.encode())) == Answer()


def test_of_a_user_the_profile_is_read_and_custom_data() -> None:
    user = {"givenName": "A", "gender": "F", "id": 7, "email": [], "customData": {"a": 1}, "createdAt": 1}
    answer = read(Reply(201, json.dumps({"user": user}).encode()))
    assert (answer.profile, answer.custom_data) == ({"given_name": "A", "gender": "F"}, {"a": 1})


@pytest.mark.parametrize(
    "body",
    [
        *('"x"', "[]", "7", "nonsense", '{"error": 7}', '{"user": []}', '{"claims": "x"}', '{"user": {"name": {}}}'),
        *('{"user": {"customData": 7}}', '{"claims": {"a": "\\ud800"}}', '{"claims": {"a": "\\u0000"}}'),
        *('{"claims": {"a": 1e999}}', '{"claims": ' + '{"a": ' * 150 + "1" + "}" * 151),
    ],
    ids=range(13),
)
def test_an_answer_of_a_wrong_form_cannot_be_used(body: str) -> None:
    with pytest.raises(UnusableError):
        read(Reply(200, body.encode()))
