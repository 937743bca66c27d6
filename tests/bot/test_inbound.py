"""Teams' activities become events: the person's act, the place, and whether Teams sends the activity again."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.entry.teams.foreign_json import NotReadable, read
from bot.entry.teams.inbound import event_of
from content.presses import (
    ChoosePrompt,
    LeaveAnswer,
    LeaveFollowUp,
    LinkChannel,
    NotAnAnswer,
    OpenAnswer,
    OpenFollowUp,
    OpenNextStep,
    Press,
    SendAnswer,
    SendFollowUp,
    ShowAnswer,
    SkipPrompt,
    StepRef,
    WithdrawAnswer,
    WithdrawFollowUp,
    encode,
)
from dialogs.events import (
    Event,
    Form,
    Installed,
    MessageDeleted,
    MessageEdited,
    Pressed,
    Said,
    Scope,
    StrangePress,
    Uninstalled,
)
from dialogs.model import Rung

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BOT = "28:sloyfa"
STEP = StepRef("nordvik", "host-2026:rektorgruppa:0", 0)
CHANNEL = "19:kanal@thread.tacv2"
TEAM = "19:general@thread.tacv2"


def message(**more: object) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "1700000000001",
        "timestamp": "2026-11-24T07:00:00.1234567Z",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:guro", "aadObjectId": "AAAA-1111"},
        "recipient": {"id": BOT},
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "TEN-1"},
        "channelData": {"tenant": {"id": "TEN-1"}},
        "locale": "nb-NO",
        "text": "Vi prøvde det.",
        **more,
    }


def in_channel(**more: object) -> dict[str, Any]:
    conversation = {"id": f"{CHANNEL};messageid=1699", "conversationType": "channel", "isGroup": True}
    data = {"tenant": {"id": "TEN-1"}, "team": {"id": TEAM}, "channel": {"id": CHANNEL}}
    return message(**{"conversation": conversation, "channelData": data, **more})


def mention(name: str, who: str) -> dict[str, Any]:
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": who, "name": name}}


def execute(data: object, **more: object) -> dict[str, Any]:
    value = {"action": {"type": "Action.Execute", "verb": "send", "data": data}, "trigger": "manual"}
    return message(**{"type": "invoke", "name": "adaptiveCard/action", "text": None, "value": value, **more})


def event(activity: dict[str, Any]) -> Event:
    found = event_of(activity, now=NOW)
    assert found is not None
    return found


def text_of(activity: dict[str, Any]) -> str:
    said = event(activity)
    assert isinstance(said, Said | MessageEdited)
    return said.text


def test_a_message_says_who_where_and_when() -> None:
    said = event(message())
    assert isinstance(said, Said)
    assert (said.text, said.mentioned) == ("Vi prøvde det.", False)
    about = said.about
    assert (about.account.tenant, about.account.object_id) == ("ten-1", "aaaa-1111")
    assert about.at == datetime(2026, 11, 24, 7, 0, 0, 123456, tzinfo=UTC)
    assert (about.activity, about.kind, about.locale) == ("1700000000001", "message", "nb-NO")
    place = about.place
    assert (place.conversation, place.scope, place.thread) == ("a:1", Scope.PERSONAL, "")
    assert (place.bot, place.user, place.tenant) == (BOT, "29:guro", "ten-1")
    assert place.service_url == "https://smba.trafficmanager.net/emea/"
    assert (place.channel, place.team) == ("", "")


def test_a_message_in_a_thread_is_of_that_thread() -> None:
    place = event(in_channel()).about.place
    assert (place.conversation, place.thread) == (CHANNEL, "1699")
    assert (place.channel, place.team, place.scope) == (CHANNEL, TEAM, Scope.CHANNEL)


@pytest.mark.parametrize(("more", "thread"), [({"replyToId": "1688"}, "1688"), ({}, "1700000000001")])
def test_a_thread_that_the_conversation_does_not_name_is_found_elsewhere(more: dict[str, Any], thread: str) -> None:
    activity = in_channel(conversation={"id": CHANNEL, "conversationType": "channel"}, **more)
    assert event(activity).about.place.thread == thread


def test_being_installed_in_a_channel_is_in_no_thread() -> None:
    conversation = {"id": CHANNEL, "conversationType": "channel"}
    activity = in_channel(type="installationUpdate", action="add", conversation=conversation)
    assert event(activity).about.place.thread == ""


@pytest.mark.parametrize(
    ("data", "channel"),
    [
        ({"team": {"id": TEAM}}, TEAM),
        ({"team": {"id": TEAM}, "settings": {"selectedChannel": {"id": CHANNEL}}}, CHANNEL),
    ],
)
def test_a_channel_teams_does_not_name_is_the_one_chosen_or_general(data: dict[str, Any], channel: str) -> None:
    assert event(in_channel(channelData=data)).about.place.channel == channel


@pytest.mark.parametrize(
    ("conversation", "data", "scope"),
    [
        ({"conversationType": "groupChat"}, {}, Scope.GROUP_CHAT),
        ({"conversationType": "channel"}, {}, Scope.CHANNEL),
        ({"isGroup": True}, {}, Scope.GROUP_CHAT),
        ({"isGroup": True}, {"team": {"id": TEAM}}, Scope.CHANNEL),
        ({}, {}, Scope.PERSONAL),
        ({"conversationType": "something new", "isGroup": True}, {}, Scope.GROUP_CHAT),
    ],
)
def test_the_scope_is_told_or_guessed(conversation: dict[str, Any], data: dict[str, Any], scope: Scope) -> None:
    activity = message(conversation={"id": "x", **conversation}, channelData=data)
    assert event(activity).about.place.scope is scope


def test_the_tenant_is_named_by_the_channel_data_alone() -> None:
    assert event(message(channelData=None)).about.place.tenant == ""


@pytest.mark.parametrize("timestamp", ["yesterday", None, 7, "0001-01-01T00:00:00+14:00"])
def test_a_time_that_cannot_be_read_is_the_time_it_came(timestamp: object) -> None:
    assert event(message(timestamp=timestamp)).about.at == NOW


def test_a_time_elsewhere_is_told_in_utc() -> None:
    at = event(message(timestamp="2026-11-24T08:00:00+01:00")).about.at
    assert (at, at.tzinfo) == (datetime(2026, 11, 24, 7, 0, tzinfo=UTC), UTC)
    assert event(message(timestamp="2026-11-24T08:00:00")).about.at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_the_locale_is_the_clients_where_the_activity_has_none() -> None:
    activity = message(locale=None, entities=[{"type": "clientInfo", "locale": "nn-NO"}])
    assert event(activity).about.locale == "nn-NO"


def test_fields_of_strange_types_are_empty_ones() -> None:
    activity = message(id=7, recipient="x", locale=[], entities="x", text={"a": 1}, channelData="x")
    said = event_of(activity, now=NOW, bot="28:fallback")
    assert isinstance(said, Said)
    assert (said.text, said.about.activity, said.about.place.bot) == ("", "", "28:fallback")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<at>Sløyfa</at> hjelp", "hjelp"),
        ("<at>Sløyfa</at>&nbsp;hjelp\r\n", "hjelp"),
        ('<at id="0">Sløyfa</at> hjelp', "hjelp"),
        ("Hei <at>Sløyfa</at> du", "Hei du"),
        ("hjelp <at>Sløyfa</at>", "hjelp"),
        ("hjelp&nbsp;&nbsp;\xa0", "hjelp"),
        ("<at>Sløyfa</at> takk, <at>Kari Nordmann</at>!", "takk, Kari Nordmann!"),
        ("Én linje\r\n  *to* &lt;b&gt; <i>tre</i>&nbsp;fire", "Én linje\r\n  *to* &lt;b&gt; <i>tre</i>&nbsp;fire"),
        ("<at>Ingen</at> står", "<at>Ingen</at> står"),
        ("<at>Sløyfa</at>", ""),
    ],
)
def test_mentions_go_and_peoples_words_stay(text: str, words: str) -> None:
    entities = [mention("Sløyfa", BOT), mention("Kari Nordmann", "29:kari")]
    assert text_of(in_channel(text=text, entities=entities)) == words


def test_each_mention_of_the_bot_goes() -> None:
    entities = [mention("Sløyfa", BOT), mention("Sløyfa", BOT)]
    assert text_of(in_channel(text="<at>Sløyfa</at> a <at>Sløyfa</at>", entities=entities)) == "a"


def test_a_mention_without_a_text_is_known_by_the_name() -> None:
    entity = {"type": "mention", "mentioned": {"id": BOT, "name": "Sløyfa (test) \\1"}}
    assert text_of(in_channel(text="<at>Sløyfa (test) \\1</at> hei", entities=[entity])) == "hei"


def test_only_the_bots_own_mention_means_that_it_was_spoken_to() -> None:
    to_us = event(in_channel(text="x", entities=[mention("Sløyfa", BOT)]))
    to_kari = event(in_channel(text="x", entities=[mention("Kari", "29:kari")]))
    assert isinstance(to_us, Said)
    assert isinstance(to_kari, Said)
    assert (to_us.mentioned, to_kari.mentioned) == (True, False)


def test_a_bot_without_a_name_is_nobody() -> None:
    nameless = {"type": "mention", "text": "<at>x</at>", "mentioned": {}}
    said = event_of(message(recipient=None, entities=[nameless]), now=NOW)
    assert isinstance(said, Said)
    assert not said.mentioned
    assert event_of(message(type="conversationUpdate", recipient=None, membersAdded=[{}]), now=NOW) is None


def test_endless_blanks_and_tags_are_read_at_once() -> None:
    text = "x" + " " * 100_000 + "y" + "<at" * 30_000
    assert text_of(message(text=text, entities=[mention("Sløyfa", BOT)])) == text


def test_a_picture_alone_is_said_without_words() -> None:
    assert text_of(message(text=None, attachments=[{"contentType": "image/png"}])) == ""


@pytest.mark.parametrize("happened", ["editMessage", "undeleteMessage"])
def test_an_edit_bears_the_new_words(happened: str) -> None:
    edited = event(message(type="messageUpdate", text="<at>Sløyfa</at> Nytt", channelData={"eventType": happened}))
    assert isinstance(edited, MessageEdited)
    mentioned = message(
        type="messageUpdate",
        text="<at>Sløyfa</at> Nytt ",
        entities=[mention("Sløyfa", BOT)],
        channelData={"eventType": happened},
    )
    assert text_of(mentioned) == "Nytt"


def test_a_deletion_names_the_message() -> None:
    deleted = event(message(type="messageDelete", text=None, channelData={"eventType": "softDeleteMessage"}))
    assert isinstance(deleted, MessageDeleted)
    assert deleted.about.activity == "1700000000001"


@pytest.mark.parametrize(
    ("activity", "kind"),
    [
        (message(type="installationUpdate", action="add"), Installed),
        (message(type="installationUpdate", action="remove"), Uninstalled),
        (message(type="conversationUpdate", membersAdded=[{"id": "29:guro"}, {"id": BOT}]), Installed),
        (message(type="conversationUpdate", membersRemoved=[{"id": BOT}]), Uninstalled),
    ],
)
def test_the_bot_comes_and_goes(activity: dict[str, Any], kind: type[Event]) -> None:
    assert type(event(activity)) is kind


@pytest.mark.parametrize(
    "more",
    [
        {"type": "installationUpdate", "action": "add-upgrade"},
        {"type": "installationUpdate", "action": "remove-upgrade"},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:kari"}]},
        {"type": "conversationUpdate", "membersAdded": "x"},
        {"type": "conversationUpdate", "channelData": {"eventType": "teamRenamed"}},
        {"type": "messageUpdate", "channelData": {"eventType": "something new"}},
        {"type": "messageDelete", "channelData": {}},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "invoke", "name": "message/submitAction", "value": {"actionName": "feedback"}},
        {"type": "typing"},
    ],
)
def test_activities_without_a_meaning_for_the_bot_are_no_events(more: dict[str, Any]) -> None:
    assert event_of(message(**more), now=NOW) is None


@pytest.mark.parametrize(
    ("press", "form"),
    [
        (SkipPrompt(STEP, "d1", 2), Form()),
        (OpenAnswer(STEP, "d1", 2), Form()),
        (LeaveAnswer(STEP, "d1", 2), Form()),
        (WithdrawAnswer(STEP, "d1", 2), Form()),
        (ShowAnswer(STEP, "d1"), Form()),
        (ChoosePrompt(STEP, "1688"), Form()),
        (NotAnAnswer(STEP, "1688"), Form()),
        (OpenNextStep(STEP), Form()),
        (OpenFollowUp(STEP, "d1", 2, 3), Form()),
        (LeaveFollowUp(STEP, "d1", 2, 3), Form()),
        (WithdrawFollowUp(STEP, "d1", 2, 3), Form()),
        (SendFollowUp(STEP, "d1", 2, 3, "unit"), Form("", Rung.UNIT)),
        (SendFollowUp(STEP, "d1", 2, 3, "everybody"), Form("", None)),
        (LinkChannel("nordvik", "rektorgruppa", 3), Form()),
    ],
)
@pytest.mark.parametrize("as_message", [True, False])
def test_a_press_is_the_same_event_whichever_way_it_comes(press: Press, form: Form, *, as_message: bool) -> None:
    activity = message(text=None, value=encode(press)) if as_message else execute(encode(press))
    happened = event(activity)
    assert isinstance(happened, Pressed)
    assert (happened.press, happened.form) == (press, form)
    assert happened.about.in_place is not as_message


def test_words_in_a_form_come_in_only_with_the_button_that_sends_them() -> None:
    fields = {"answer": "Half a thought.", "rung": "group"}
    for press in (SkipPrompt(STEP, "d1", 2), LeaveAnswer(STEP, "d1", 2), LeaveFollowUp(STEP, "d1", 2, 3)):
        happened = event(execute({**encode(press), **fields}))
        assert isinstance(happened, Pressed)
        assert happened.form == Form()


@pytest.mark.parametrize(
    ("inputs", "text", "rung"),
    [
        ({"answer": " Vi *prøvde*.\r\n", "rung": "principals"}, " Vi *prøvde*.\r\n", Rung.PRINCIPALS),
        ({"answer": "x", "rung": "only_me"}, "x", Rung.ONLY_ME),
        ({"answer": ["x"], "rung": "everybody"}, "", None),
        ({"rung": 1}, "", None),
        ({}, "", None),
    ],
)
def test_an_answer_bears_its_words_and_its_rung(inputs: dict[str, Any], text: str, rung: Rung | None) -> None:
    sent = event(execute({**encode(SendAnswer(STEP, "d1", 0)), **inputs}))
    assert isinstance(sent, Pressed)
    assert sent.press == SendAnswer(STEP, "d1", 0)
    assert (sent.form.text, sent.form.rung) == (text, rung)
    assert sent.about.kind == "invoke/adaptiveCard/action"


@pytest.mark.parametrize(
    "activity",
    [
        execute({"sloyfa": 0, "press": "SendAnswer"}),
        execute("x"),
        execute(None),
        execute({}, value=None),
        execute({}, value="x"),
        message(text=None, value={"other": 1}),
        message(text=" ", value=["x"]),
        execute(encode(SkipPrompt(STEP, "d", 2**31))),
        execute(encode(SkipPrompt(STEP, "d", -1))),
        execute(encode(OpenFollowUp(STEP, "d", 0, 2**31))),
        execute(encode(SendFollowUp(STEP, "d", 0, -1, "group"))),
        execute({**encode(OpenFollowUp(STEP, "d", 0, 1)), "number": "1"}),
        execute({**encode(OpenFollowUp(STEP, "d", 0, 1)), "number": True}),
        execute({**encode(SendFollowUp(STEP, "d", 0, 1, "group")), "rung": None}),
        execute(encode(SkipPrompt(StepRef("m", "s", 10**30), "d", 0))),
        execute(encode(LinkChannel("m", "g", 2**31))),
        execute(encode(LinkChannel("m", "g", -1))),
        execute({**encode(LinkChannel("m", "g", 0)), "group": 1}),
    ],
)
def test_a_press_made_by_hand_is_strange(activity: dict[str, Any]) -> None:
    assert type(event(activity)) is StrangePress


def test_words_beside_a_value_of_others_are_words() -> None:
    assert text_of(message(text="hei", value={"other": 1})) == "hei"


def test_our_press_is_a_press_whatever_words_a_client_puts_beside_it() -> None:
    assert type(event(message(text="Hopp over", value=encode(SkipPrompt(STEP, "d", 0))))) is Pressed


def fingerprint(activity: dict[str, Any]) -> str:
    return event(activity).about.fingerprint


def test_the_same_thing_sent_again_under_a_new_id_has_the_same_fingerprint() -> None:
    again = message(id="1700000030000", timestamp="2026-11-24T07:00:30Z")
    assert fingerprint(message()) == fingerprint(again)
    assert len(fingerprint(message())) == 64


@pytest.mark.parametrize(
    "more",
    [
        {"text": "Noe annet"},
        {"from": {"id": "29:guro", "aadObjectId": "bbbb"}},
        {"conversation": {"id": "a:2"}},
        {"type": "messageUpdate", "channelData": {"eventType": "editMessage"}},
    ],
)
def test_another_thing_has_another_fingerprint(more: dict[str, Any]) -> None:
    assert fingerprint(message()) != fingerprint(message(**more))


def test_deletions_of_two_messages_have_two_fingerprints() -> None:
    first = message(type="messageDelete", text=None, channelData={"eventType": "softDeleteMessage"})
    assert fingerprint(first) != fingerprint({**first, "id": "1700000000002"})


def test_a_deletion_taken_back_is_not_the_edit_before_it() -> None:
    edited = message(type="messageUpdate", channelData={"eventType": "editMessage"})
    back = message(type="messageUpdate", channelData={"eventType": "undeleteMessage"})
    assert fingerprint(edited) != fingerprint(back)


def test_coming_and_going_have_different_fingerprints() -> None:
    come = message(type="conversationUpdate", text=None, membersAdded=[{"id": BOT}])
    go = message(type="conversationUpdate", text=None, membersRemoved=[{"id": BOT}])
    assert fingerprint(come) != fingerprint(go)
    assert fingerprint(message(type="installationUpdate", action="add")) != fingerprint(
        message(type="installationUpdate", action="remove")
    )


def test_a_press_by_execute_and_by_submit_has_one_fingerprint() -> None:
    data = {**encode(SendAnswer(STEP, "d1", 0)), "answer": "Vi prøvde.", "rung": "group"}
    turned = {**dict(reversed(list(deepcopy(data).items()))), "msteams": {"type": "x"}}
    assert fingerprint(execute(data)) == fingerprint(message(text=None, value=turned, id="2"))
    assert fingerprint(execute(data)) != fingerprint(execute({**data, "answer": "Vi lot det være."}))


def test_one_without_an_object_id_is_known_by_teams_id() -> None:
    activity = message(**{"from": {"id": "29:gjest"}})
    assert event(activity).about.account.object_id == ""
    assert fingerprint(activity) != fingerprint(message(**{"from": {"id": "29:annen"}}))


def test_characters_that_no_database_can_store_are_replaced() -> None:
    body = read(rb'{"text": "a\ud800b\u0000c \ud83d\ude00", "list": ["\udfff"], "\u0000": 1}')
    assert body == {"text": "a\ufffdb\ufffdc \U0001f600", "list": ["\ufffd"], "\ufffd": 1}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe\xfd", b'{"a": NaN}', b"[" * 100_000, b'{"a":' * 60 + b"1" + b"}" * 60]
)
def test_an_activity_that_is_no_json_object_is_not_readable(body: bytes) -> None:
    with pytest.raises(NotReadable):
        read(body)
