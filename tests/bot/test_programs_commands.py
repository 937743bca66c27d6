"""tokens and webhooks on the command line: what is shown once, what is listed, and what is refused in words."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.rehearsal.cast import TENANT, nordvik
from tests.bot.commands import CommandResult, Commands


@pytest.fixture
def bot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., CommandResult]:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    found = partial(Commands(monkeypatch, capsys), SLOYFA_DATABASE_URL=url, MicrosoftAppTenantId=TENANT)
    found("import", str(nordvik()))
    return found


def test_secrets_are_shown_once_and_the_record_tells_of_each_change(bot: Callable[..., CommandResult]) -> None:
    made = bot("tokens", "nordvik", "make", "kvalitetssystemet", "--scope", "digests:read", "--days", "30")
    secret, _ = made.lines
    _, its_id, _ = secret.split("_", 2)
    [listed] = bot("tokens", "nordvik").lines
    assert secret not in listed
    assert listed.startswith(f"{its_id}\tkvalitetssystemet\tdigests:read\t")
    assert listed.endswith("never used")
    renewed = bot("tokens", "nordvik", "renew", its_id).lines[0]
    assert renewed.startswith(f"sloyfa_{its_id}_")
    assert renewed != secret
    assert bot("tokens", "nordvik", "revoke", its_id).code == 0
    assert bot("tokens", "nordvik").lines == ["there is no token"]
    added = bot("webhooks", "nordvik", "add", "https://sloyfa.nordvik.example/told")
    webhook = added.lines[1].split(": ")[1].split("\t")[0]
    [listed] = bot("webhooks", "nordvik").lines
    assert added.lines[0] not in listed
    assert bot("webhooks", "nordvik", "remove", webhook).code == 0
    told = bot("record", "nordvik").out
    for said in ("made the token", "renewed the token", "revoked the token", "told when summaries", "stopped telling"):
        assert said in told
    assert not {secret, renewed, added.lines[0]} & set(told.split())


def test_what_cannot_be_done_is_told_in_words(bot: Callable[..., CommandResult]) -> None:
    for command, told in (
        (("tokens", "nordvik", "make", "x"), "a token needs a scope"),
        (("tokens", "nordvik", "make", "--scope", "plan:read"), "needs the name of its program"),
        (("tokens", "nordvik", "make", "x", "--scope", "plan:read", "--days", "9999"), "from 1 to 366 days"),
        (("tokens", "nordvik", "revoke", "abc"), "nordvik has no token abc"),
        (("tokens", "nordvikk"), "there is no municipality nordvikk"),
        (("webhooks", "nordvik", "add", "http://sloyfa.example/"), "has to begin with https://"),
        (("webhooks", "nordvik", "add", "http://127.0.0.1:9/"), "SLOYFA_LOCAL_WEBHOOKS=1"),
        (("webhooks", "nordvik", "add"), "is not the address of a program"),
        (("webhooks", "nordvik", "test", "abc"), "nordvik has no webhook abc"),
    ):
        failed = bot(*command)
        assert failed.code == 1, command
        assert told in failed.err, command
        assert len(failed.err.splitlines()) == 1
