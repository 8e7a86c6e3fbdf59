"""The API document put to the test by Schemathesis: requests made from it, answers held to it."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fixtures.api_document import document

# More in a run at night: VIAUMA_EXAMPLES=1000 pytest tests/api/test_schemathesis.py
EXAMPLES = int(os.environ.get("VIAUMA_EXAMPLES", "12"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


# Not by the library's own plugin for pytest, which does not know pytest 9 yet.
OPERATIONS = {
    operation.label: operation
    for found in schemathesis.openapi.from_dict(document()).get_all_operations()
    if (operation := found.ok())
}


@pytest.mark.parametrize("label", OPERATIONS)
def test_answers_are_as_the_document_says(label: str, server: str) -> None:
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(OPERATIONS[label].as_strategy())
    def answered(case: schemathesis.Case) -> None:
        # An hour of downloads would show no more than one.
        if case.query and case.query.get("f") in {"gpkg", "fgb", "parquet", "gpx"}:
            case.query["limit"] = 1
        response = case.call(base_url=server)

        case.validate_response(response, checks=CHECKS)
        assert b"Traceback" not in response.content

    answered()
