"""What schemathesis has to be told of winnow's API: used by src/http/schemathesis.live.test.ts."""

import json

import schemathesis

# A caller who leaves a millisecond may get a 503: that is what was asked for.
IMPATIENT = "timeout_ms"


@schemathesis.hook
def map_query(context, query):
    if isinstance(query, dict):
        query.pop(IMPATIENT, None)
    return query


@schemathesis.hook
def map_body(context, body):
    if isinstance(body, dict):
        body.pop(IMPATIENT, None)
    return body


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    return json.dumps(value).encode() + b"\n"


@schemathesis.deserializer("application/x-ndjson")
def read_lines(context, response):
    return json.loads(response.text.splitlines()[0]) if response.text.strip() else {}
