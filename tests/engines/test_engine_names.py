"""The setting `engine`: its forms, and where each must answer."""

from __future__ import annotations

import pytest

from answerable.engines.naming import DEFAULT_CORES, EngineName, engine_name
from answerable.errors import InputError


@pytest.mark.parametrize(("text", "cores", "kind", "allowed", "addresses"), [
    ("duckdb", None, "duckdb", 0, []),
    ("local[3]", None, "local", 3, []),
    ("spark://master.example:7077", None, "standalone", DEFAULT_CORES, [("master.example", 7077)]),
    ("spark://a:7077,b:7078", 16, "standalone", 16, [("a", 7077), ("b", 7078)]),
    ("sc://server.example", None, "connect", 0, [("server.example", 15002)]),
    ("sc://server.example:443/;use_ssl=true;token=secret", None, "connect", 0, [("server.example", 443)]),
])
def test_forms(text: str, cores: int | None, kind: str, allowed: int, addresses: list[tuple[str, int]]) -> None:
    name = engine_name(text, cores)
    assert (name.kind, name.cores, name.addresses) == (kind, allowed, addresses)
    assert name.url == text


def test_what_follows_the_address_is_never_told_since_a_token_may_stand_there() -> None:
    assert engine_name("sc://server.example/;token=secret").label == "sc://server.example"
    with pytest.raises(InputError) as refused:
        engine_name("sc://server.example/;token=secret", 4)
    assert "secret" not in refused.value.line()


@pytest.mark.parametrize("text", ["", "DuckDB", "spark", "spark://host", "spark://:7077", "spark://a:7077,", "local",
                                  "local[*]", "local[2,3]", "sc://", "sc://host:port", "yarn", "k8s://host", None, 1])
def test_other_words_are_refused(text: object) -> None:
    with pytest.raises(InputError, match="is not known"):
        engine_name(text)


def test_nothing_named_is_duckdb() -> None:
    assert engine_name("duckdb") == EngineName()
