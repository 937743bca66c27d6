"""The API's description, OpenAPI 3.1, made from the models that render the answers."""

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from bot.entry.web.api.models import Answer, Asked, Problem
from bot.entry.web.api.operations import OPERATIONS, Operation
from bot.entry.web.api.problems import API

DESCRIPTION = f"{API}/openapi.json"
_SCHEMAS = "#/components/schemas"
_REFUSALS = {
    "400": "A parameter is wrong.",
    "401": "The token is missing, or opens nothing.",
    "403": "The token does not open this.",
    "404": "This is not here.",
    "405": "This can only be read.",
    "413": "Too much was sent along.",
    "415": "Something was sent along.",
    "429": "Many requests in a short time; Retry-After says how long to wait.",
    "503": "Away for a moment; Retry-After says how long to wait.",
}
_LATER = frozenset({"429", "503"})


def description(server: str) -> dict[str, Any]:
    """`server` is where the API is reached, without a path."""
    answers: list[type[Answer]] = [Problem, *(one.answer for one in OPERATIONS)]
    _, found = models_json_schema([(one, "serialization") for one in answers], ref_template=f"{_SCHEMAS}/{{model}}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sløyfa",
            "version": "1",
            "summary": "What a municipality's own programs may read.",
            "description": (
                "Digests hold what people have shared with all of their municipality, or wider, since the token was "
                "made. Who has answered, and who has not, is told to nobody."
            ),
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": {one.path: {"get": _operation(one)} for one in OPERATIONS},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": found["$defs"],
        },
    }


def _operation(one: Operation[Any]) -> dict[str, Any]:
    scope = f" Scope: {one.scope.value}." if one.scope is not None else ""
    return {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"{one.summary}{scope}",
        "parameters": [*_in_path(one.path), *_in_query(one.asks)],
        "responses": {"200": _answered(one), **{status: _refused(status) for status in _REFUSALS}},
    }


def _in_path(path: str) -> Iterator[dict[str, Any]]:
    if "{digest}" in path:
        yield {"name": "digest", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}


def _in_query(asks: type[Asked]) -> Iterator[dict[str, Any]]:
    schema = asks.model_json_schema()
    for name, its in schema.get("properties", {}).items():
        told = its.pop("description", "")
        yield {"name": name, "in": "query", "description": told, "schema": _without_null(its, schema.get("$defs", {}))}


def _without_null(its: dict[str, Any], defined: dict[str, Any]) -> dict[str, Any]:
    """A parameter left out is not there, rather than null."""
    given = next((one for one in its.get("anyOf", []) if one.get("type") != "null"), its)
    found = defined[given["$ref"].rpartition("/")[2]] if "$ref" in given else given
    return {name: value for name, value in found.items() if name not in {"title", "description"}}


def _answered(one: Operation[Any]) -> dict[str, Any]:
    schema = {"$ref": f"{_SCHEMAS}/{one.answer.__name__}"}
    return {"description": one.summary, "content": {"application/json": {"schema": schema}}}


def _refused(status: str) -> dict[str, Any]:
    schema = {"$ref": f"{_SCHEMAS}/{Problem.__name__}"}
    found: dict[str, Any] = {
        "description": _REFUSALS[status],
        "content": {"application/problem+json": {"schema": schema}},
    }
    if status in _LATER:
        found["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return found
