"""What a run does about programs that are missing: it says so, and never leaves tests out by itself."""

from pathlib import Path

import pytest

from tests.support import postgres, tools
from tests.support.tools import Tool, ToolMissing


def test_a_browser_that_is_not_where_it_was_said_to_be_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(ToolMissing, match="NIRAPOD_TEST_WITHOUT=chromium"):
        tools.chromium()


def test_a_postgresql_that_cannot_be_had_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    with pytest.raises(ToolMissing, match="NIRAPOD_TEST_WITHOUT=postgresql"):
        postgres.lay_out(tmp_path)


def test_only_tools_that_are_known_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIRAPOD_TEST_WITHOUT", "postgresql, chromium")
    assert tools.left_out() == {Tool.POSTGRESQL, Tool.CHROMIUM}
    monkeypatch.setenv("NIRAPOD_TEST_WITHOUT", "postgress")
    with pytest.raises(ToolMissing, match="postgress"):
        tools.left_out()


def test_files_for_the_server_lie_where_every_user_can_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(postgres.tempfile, "gettempdir", lambda: str(private))
    assert postgres.reachable_folder() == Path("/var/tmp")  # noqa: S108 - the fallback itself
