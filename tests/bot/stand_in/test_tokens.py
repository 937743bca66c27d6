"""The stand-in for Teams: tokens towards the bot, the login service, and the bot's own token."""

import aiohttp
import jwt
import pytest

from bot.rehearsal.clients import Client
from bot.rehearsal.ledger import Call
from bot.rehearsal.signing import SigningKeys
from bot.rehearsal.teams import StandInTeams
from tests.bot.stand_in.sides import APP, TENANT, Clock, EchoBot, Json, Outgoing, text


async def _verified(session: aiohttp.ClientSession, teams: StandInTeams, header: str) -> Json:
    async with session.get(teams.openid_metadata_url) as found:
        document = await found.json()
    async with session.get(document["jwks_uri"]) as found:
        published = await found.json()
    token = header.removeprefix("Bearer ")
    key = next(one for one in published["keys"] if one["kid"] == jwt.get_unverified_header(token)["kid"])
    assert key["endorsements"] == ["msteams"]
    claims: Json = jwt.decode(token, jwt.PyJWK(key), algorithms=["RS256"], audience=APP, issuer=document["issuer"])
    return claims


async def test_requests_are_signed_with_a_published_key_also_after_a_rotation(
    teams: StandInTeams, installed: Client, echo: EchoBot, session: aiohttp.ClientSession
) -> None:
    await installed.say("hei")
    before = echo.headers[-1]["Authorization"]
    assert (await _verified(session, teams, before))["serviceurl"] == teams.service_url
    teams.rotate_key()
    await installed.say("hei")
    after = echo.headers[-1]["Authorization"]
    kids = {jwt.get_unverified_header(one.removeprefix("Bearer "))["kid"] for one in (before, after)}
    assert len(kids) == 2
    await _verified(session, teams, after)
    await _verified(session, teams, before)


async def test_a_forged_token_is_told_from_a_genuine_one(teams: StandInTeams, session: aiohttp.ClientSession) -> None:
    with pytest.raises(jwt.InvalidSignatureError):
        await _verified(session, teams, teams.bearer(keys=SigningKeys("a forger")))
    with pytest.raises(jwt.ExpiredSignatureError):
        await _verified(session, teams, teams.bearer(exp=1))
    assert "exp" not in await _verified(session, teams, teams.bearer(exp=None))


async def test_without_an_app_id_no_token_is_sent_and_none_is_asked_for(
    bot: tuple[EchoBot, str], clock: Clock, session: aiohttp.ClientSession
) -> None:
    async with StandInTeams(bot_url=bot[1], app_id=None, tenant=TENANT, now=clock) as open_teams:
        guro = Client(open_teams, "Guro", "object-guro", "guro@nordvik.example")
        await guro.install()
        assert "Authorization" not in bot[0].headers[-1]
        sent = await Outgoing(session, open_teams).send(guro.conversation.id, text("hei"))
        assert sent.status == 201


async def test_a_token_is_given_for_the_right_secret_only(teams: StandInTeams, outgoing: Outgoing) -> None:
    refused = await outgoing.log_in(secret="wrong")
    assert (refused.status, refused.body["error"]) == (401, "invalid_client")
    teams.login.expires_in = 60
    granted = await outgoing.log_in()
    assert (granted.status, granted.body["expires_in"]) == (200, 60)
    assert teams.login.fetches == 2
    assert "client_secret" not in teams.ledger.of(Call.TOKEN)[-1].body


async def test_without_a_good_token_nothing_is_done(teams: StandInTeams, installed: Client, outgoing: Outgoing) -> None:
    teams.login.revoke()
    assert (await outgoing.send(installed.conversation.id, text("hei"))).status == 401
    teams.login.expires_in = 0
    await outgoing.log_in()
    assert (await outgoing.send(installed.conversation.id, text("hei"))).status == 401
    assert installed.chat == []
