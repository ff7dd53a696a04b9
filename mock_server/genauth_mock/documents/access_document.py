"""Roles, groups, organisations and what is granted, in a pool document."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from genauth_mock.documents.field_types import (
    Count,
    Document,
    Id,
    Line,
    Many,
    Time,
    without_control_characters,
)


class NamespaceDocument(Document):
    """A permission namespace."""

    id: Count | None = None
    code: Line
    name: Line | None = None
    description: Line | None = None


class ResourceDocument(Document):
    """Something that can be granted."""

    namespace: Line = "default"
    code: Line
    type: Literal["DATA", "API", "MENU", "UI", "BUTTON"] = "DATA"
    description: Line | None = None
    actions: Many[Line] = ["*"]
    api_identifier: Line | None = None


class GrantDocument(Document):
    """A resource that is granted; `actions` narrows the resource's own."""

    namespace: Line | None = None
    code: Line
    actions: Many[Line] = []


Grants = Many[Line | GrantDocument]


class RoleDocument(Document):
    """A role."""

    id: Id | None = None
    code: Line
    namespace: Line = "default"
    description: Line | None = None
    parent_code: Line | None = None
    is_system: bool = False
    resources: Grants = []
    created_at: Time | None = None
    updated_at: Time | None = None


class RoleNameDocument(Document):
    """A role that somebody has, where its code alone would mean another namespace's."""

    code: Line
    namespace: Line = "default"


class GroupDocument(Document):
    """A group of users."""

    code: Line
    name: Line | None = None
    description: Line | None = None
    resources: Grants = []


class NodeDocument(Document):
    """A node of an organisation."""

    id: Id | None = None
    name: Annotated[str, StringConstraints(min_length=1, max_length=256), AfterValidator(without_control_characters)]
    description: Line | None = None
    code: Line | None = None
    resources: Grants = []
    children: Many[NodeDocument] = []
    created_at: Time | None = None
    updated_at: Time | None = None


class OrgDocument(Document):
    """An organisation: the top of a tree. Its root node has the organisation's name."""

    id: Id | None = None
    root_node_id: Id | None = None
    name: Annotated[str, StringConstraints(min_length=1, max_length=256), AfterValidator(without_control_characters)]
    description: Line | None = None
    code: Line | None = None
    logo: Line | None = None
    resources: Grants = []
    children: Many[NodeDocument] = []
    created_at: Time | None = None
    updated_at: Time | None = None
    root_node_created_at: Time | None = None
    root_node_updated_at: Time | None = None
