"""Made-up messages about the people of a group."""

from dataclasses import replace
from datetime import date

from content.vocabulary import members as m
from content.vocabulary.messages import Message

TODAY = date(2026, 11, 24)

OF_GROUP = m.GroupMembers(
    "nordvik",
    "team-5",
    "Team 5",
    (
        m.Member("1", "Ane Oppdiktet", "leader"),
        m.Member("2", "Kari Oppdiktet", "participant", from_day=TODAY, until_day=TODAY, is_yours=True),
    ),
    ("coordinator", "facilitator", "leader", "participant", "observer"),
    TODAY,
)

MESSAGES: tuple[Message, ...] = (
    OF_GROUP,
    *(replace(OF_GROUP, done=done, whom="Kari Oppdiktet") for done in m.MemberDone),
    *(replace(OF_GROUP, trouble=why, form=m.MemberForm("2", "Kari", "", "31.2.")) for why in m.MemberTrouble),
    replace(
        OF_GROUP,
        trouble=m.MemberTrouble.SEVERAL,
        form=m.MemberForm(who="Kari", role="observer"),
        among=(m.Namesake("Kari Oppdiktet", "kari@nordvik.example"), m.Namesake("Kari Dikt", "kari2@nordvik.example")),
    ),
    replace(OF_GROUP, members=()),
    *(replace(OF_GROUP, team=m.TeamCounts(*counts)) for counts in ((0, 0), (1, 0), (0, 1), (2, 3))),
    replace(OF_GROUP, members=tuple(m.Member(str(n), f"Lærer {n}", "participant") for n in range(32))),
    replace(OF_GROUP, members=tuple(m.Member(str(n), f"Lærer {n}", "participant") for n in range(31))),
    m.GroupsLookedAfter((m.GroupOfMembers("nordvik", "team-5", "Team 5", "Nes skole", 7),)),
    m.GroupsLookedAfter(()),
)
