"""What schemathesis has to be told of winnow's API: used by src/http/schemathesis.live.test.ts."""

import json
import os

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    # Wrong keys have a test of their own; here they would only be counted until nobody gets through.
    case.headers = {**dict(case.headers or {}), "X-API-Key": os.environ["WINNOW_KEY"]}
    case.headers.pop("Authorization", None)
    # It learns ids from answers: it must not revoke the key it comes with, nor drop what it searches.
    if case.method.upper() == "DELETE" and case.path_parameters:
        case.path_parameters = {name: f"x{value}" for name, value in case.path_parameters.items()}
    # A caller who leaves a millisecond may get a 503: that is what was asked for.
    for part in (case.query, case.body):
        if isinstance(part, dict):
            part.pop("timeout_ms", None)


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return json.dumps(value).encode() + b"\n"


@schemathesis.deserializer("application/x-ndjson")
def read_lines(context, response):
    # Not splitlines: that ends lines at U+0085, too, which may stand in an id.
    return json.loads(response.text.split("\n", 1)[0]) if response.text.strip() else {}
