"""What is done elsewhere than at the desk, and is tried by tests of its own: routes, presses, commands and verbs."""

from collections.abc import Mapping
from typing import get_args

from content.presses import (
    DraftLayer,
    KeepSettings,
    LeavePlan,
    LinkChannel,
    OnApproval,
    OnBank,
    OnDilemmas,
    OnDraft,
    OnNeed,
    OnOneself,
    OnPractice,
    OnPrompt,
    OnProposal,
    OnStep,
    OnThemes,
    OnTry,
    OpenDigest,
    OpenOrigin,
    OwnNotes,
    OwnRhythm,
    Press,
    SayCommand,
    SendList,
    SendProposal,
    ShowHelp,
    ShowRecords,
    UnsentProposal,
)
from dialogs.permissions import RULES, Verb, the_clock, the_operator

ROUTES: Mapping[str, str] = {
    "/api/": "Teams and programs, each with a token",
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/signin": "before anybody is known",
    "/signout": "one's own session",
    "/signed-out": "one's own session",
    "/look/": "styles and scripts",
    "/digests": "whose words one reads: sharing/circles.py",
    "/sessions/": "whose words one reads: sharing/circles.py",
    "/channels/": "whose words one reads: sharing/circles.py",
    "/answers": "one's own answers",
    "/me": "what is held of oneself",
    "/privacy": "what is held of oneself",
    "/glass-box": "open to everybody of the municipality",
    "/bank": "whose words one reads: sharing/circles.py",
    "/promises": "whose words one reads: sharing/circles.py",
    "/lists/{list}/file": "whose words one reads: sharing/circles.py",
    "/lists/bank": "whose words one reads: sharing/circles.py",
    "/calendar": "one's own calendar",
    "/{page}": "the plan and the coverage as pictures",
}
"""How an address begins -> why nobody's right at the desk decides there."""

HELD: Mapping[object, str] = {
    OnStep: "test_answering.py::test_who_is_not_asked_cannot_answer_with_anothers_card",
    OnPrompt: "test_answering.py::test_nobody_opens_or_withdraws_anothers_answer",
    OwnRhythm: "test_pausing.py::test_nobody_is_told_of_a_pause",
    OwnNotes: "test_notes.py::test_no_channel_and_nobody_else_sees_a_note",
    OnTry: "test_commitments.py::test_the_municipality_promises_too_and_its_coordinators_alone",
    OnNeed: "test_commitments.py::test_a_need_goes_to_the_municipality_as_a_task_and_the_answer_comes_back",
    OnProposal: "test_second_tenant.py::test_a_proposal_goes_to_the_coordinators_of_its_own_tenant",
    OnDraft: "test_drafts.py::test_who_has_left_may_take_out_and_share_nothing_further",
    OnApproval: "test_drafts.py::test_whoever_coordinates_approves_what_then_goes_out_at_its_time_without_the_word_draft",  # noqa: E501 - a name
    OnOneself: "test_own_answers.py::test_nobody_opens_another_persons_answer_and_no_channel_shows_anybodys",
    OnThemes: "test_tidied_meeting.py::test_coordinators_name_and_merge_themes_of_a_meeting_and_every_pack_follows",
    OnDilemmas: "test_dilemmas.py::test_the_longest_waiting_is_taken_up_another_is_chosen_and_the_rest_goes_on",
    OnBank: "web/test_bank_pages.py::test_who_may_not_read_an_entry_learns_no_more_than_of_an_entry_that_never_was",
    OnPractice: "test_practices.py::test_it_is_done_alone_and_only_for_readers_of_ones_own",
    LinkChannel: "test_channel_readers.py::test_a_yes_of_somebody_who_may_not_link_any_more_is_refused_once",
    ShowRecords: "test_glass_box.py::test_nobody_from_outside_reads_it_not_even_by_a_forged_press",
    SendProposal: "test_proposals.py::test_nothing_is_sent_that_cannot_be",
    UnsentProposal: "test_proposals.py::test_nothing_is_sent_that_cannot_be",
    DraftLayer: "web/test_layers_pages.py::test_nobody_but_coordinators_sees_or_lays_a_layer",
    KeepSettings: "web/test_settings.py::test_nobody_but_coordinators_sees_or_changes_the_settings",
    SendList: "web/test_people_lists.py::test_coordinators_of_the_municipality_alone_may_send_and_undo",
    SayCommand: "test_command_buttons.py::test_a_button_made_by_hand_says_no_more_than_its_presser_may",
    ShowHelp: "test_command_buttons.py::test_a_button_made_by_hand_says_no_more_than_its_presser_may",
    OpenDigest: "test_overview.py::test_the_latest_digests_are_opened_as_they_read_today",
    OpenOrigin: "test_traced_quotes.py::test_a_quote_leads_to_its_question_day_and_group_for_who_may_read_it_and_for_nobody_else",  # noqa: E501 - a name
    LeavePlan: "test_planning_by_card.py::test_mistakes_are_answered_on_the_card_and_nothing_that_was_filled_in_is_lost",  # noqa: E501 - a name
}
"""Press, or family of presses -> the test that tries it, and where there is one the test of who may press it."""
PRESSES: frozenset[type[Press]] = frozenset(kind for held in HELD for kind in (get_args(held) or (held,)))

VERBS: Mapping[Verb, str] = {
    **{verb: "nobody's at the desk" for verb, rule in RULES.items() if rule in {the_operator, the_clock}},
    Verb.ANSWER: "whoever is asked",
    Verb.HANDLE_OWN_WORDS: "one's own",
    Verb.CHOOSE_OWN_RHYTHM: "one's own",
    Verb.SEE_OWN_DATA: "one's own",
    Verb.ERASE_OWN_DATA: "one's own",
    Verb.END_STEP: "in the chat of an open question",
    Verb.LINK_GROUP: "in a channel",
    Verb.READ_DIGEST: "whose words one reads",
    Verb.READ_ABOUT_GROUP: "whose words one reads",
    Verb.PROMISE: "in the group",
    Verb.TELL_OF_GROUPS_PROMISE: "in the group",
    Verb.PROMISE_FOR_MUNICIPALITY: "a card of its own",
    Verb.SHARE_PRACTICE: "in the group",
    Verb.ANSWER_NEEDS: "a card of its own",
    Verb.CHOOSE_DILEMMA: "a card of its own",
    Verb.TIDY_THEMES: "a card of its own",
    Verb.APPROVE_DRAFT: "a card of its own",
    Verb.DECIDE_PROPOSALS: "a card of its own",
    Verb.READ_RECORD: "everybody of the municipality",
    Verb.SEE_COVERAGE: "the coverage as a picture",
}
