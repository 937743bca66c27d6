"""Who may name the functions and tables of people's words, and who writes the tables."""

ONLY_USED_BY = {
    # People's words come in by one door.
    "storage.reflections.save": ("bot.context.answers",),
    "storage.undecided_messages.add": ("bot.context.answers",),
    "storage.notes.add": ("bot.context.answers",),
    "storage.proposals.add": ("bot.context.answers",),
    "storage.commitments.add": ("bot.context.answers",),
    "storage.headings.put": ("bot.context.answers",),
    "storage.commitments.save": ("bot.context.answers",),
    "storage.support_needs.add": ("bot.context.answers",),
    "storage.support_needs.save": ("bot.context.answers",),
    "storage.practices.add": ("bot.context.answers",),
    "storage.practices.save": ("bot.context.answers",),
    "storage.decisions.add": ("bot.context.answers",),
    "storage.decisions.reword": ("bot.context.answers",),
    "storage.checkpoints.save": ("bot.context.answers",),
    "storage.agenda_items.add": ("bot.context.answers",),
    "storage.agenda_items.reword": ("bot.context.answers",),
    # What a meeting decided, to whoever was told of to its writer: whoever leads the meeting, or belongs to it.
    "storage.decisions.of_meeting": ("bot.context.decisions", "bot.actions.committing.write_decisions"),
    "storage.decisions.of_author": ("bot.context.own_data",),
    "storage.decisions.of_commitment": ("bot.context.decisions",),
    "storage.commitments.by_ids": (
        *("bot.context.decisions", "bot.actions.committing.write_decisions"),
        "bot.context.promise_cards",  # whose cards follow
    ),
    # What came of tries of an entry, to whoever reads the entry.
    "storage.tries.told_of": ("bot.context.entry_tries", "bot.context.entry_news"),
    # What somebody will try, or needs: in a reader's circles, by its author, for who answers, or for the clock alone.
    "storage.commitments.readable": ("bot.context.commitments", "bot.context.promises"),
    "storage.commitments.of_author": (
        "bot.actions.committing.try_something",
        "bot.context.erasing",
        "bot.context.own_data",
    ),
    "storage.commitments.told_of_by": ("bot.context.erasing", "bot.context.own_data"),
    "storage.commitments.open_of_promiser": (
        "bot.context.promising",
        "bot.actions.committing.write_decisions",
        "bot.context.promises",
    ),
    "storage.commitments.of_municipality": ("bot.reports.commitments",),
    "storage.commitments.to_open_with": ("bot.context.opening_with",),
    "storage.commitments.due": ("bot.actions.sessions.look_again",),
    "storage.support_needs.one_need": ("bot.actions.committing.answer_support", "bot.context.support"),
    "storage.support_needs.readable": ("bot.context.commitments", "bot.context.promises"),
    "storage.support_needs.addressed_to_owner": ("bot.context.promises",),
    "storage.support_needs.answered_for_group": ("bot.context.opening_with",),
    "storage.support_needs.of_person": (
        "bot.actions.committing.ask_support",
        "bot.context.erasing",
        "bot.context.own_data",
        "bot.context.promises",
    ),
    "storage.support_needs.answered_by": ("bot.context.erasing", "bot.context.own_data"),
    "storage.support_needs.due": ("bot.actions.sessions.look_again",),
    # What people did with themes: for a digest's reader, its own author, and who puts the themes in order.
    "storage.tidied.save": ("bot.context.answers",),
    "storage.tidied.save_words": ("bot.context.answers",),
    "storage.tidied.of_digest": ("bot.context.answers", "bot.context.theme_forms", "bot.context.tidying"),
    "storage.tidied.words_of_group": ("bot.context.tidying",),
    "storage.tidied.words_of_question": ("bot.context.theme_forms",),
    "storage.tidied.named_by": ("bot.context.erasing", "bot.context.own_data"),
    "storage.proposals.of_person": (
        "bot.context.own_data",
        "bot.context.erasing",
        "bot.actions.proposing.propose_question",
    ),
    "storage.practices.of_author": ("bot.context.erasing", "bot.context.own_data", "bot.context.own_practices"),
    "storage.proposals.one_proposal": ("bot.context.proposals", "bot.actions.proposing.decide_proposal"),
    "storage.notes.of_person": (
        "bot.context.notes",
        "bot.context.own_data",
        "bot.context.erasing",
        "bot.actions.noting.press_note",
    ),
    # Functions that copy stored words, or quote words to their author.
    "storage.releases.follow": ("bot.context.answers",),
    "storage.releases.release": ("bot.context.given_digests",),
    "bot.context.deliveries.reply": ("bot.outbox.replies",),
    "bot.context.deliveries.words_taken_off": ("bot.outbox.replies",),
    # Other people's words go out only through a reader's circles; the rest reads an author's own answer.
    "storage.readable_reflections.readable": (
        "bot.context.cards",
        "bot.context.covered",
        "bot.context.digest_reading",
        "bot.context.dilemmas",
        "bot.context.given_digests",
    ),
    "storage.readable_reflections.readable_by_id": ("bot.context.bank_entries",),
    "storage.practices.readable_by_id": ("bot.context.bank_entries",),
    # The sharing bank's index, of answers whose digest has been given back.
    "storage.reflections.shared_in": ("bot.context.bank_indexing",),
    "storage.bank_index.put": ("bot.context.bank_indexing",),
    "storage.bank_index.remove": ("bot.context.bank_indexing", "storage.erasing", "storage.expired"),
    "storage.answers_shown.candidates": ("bot.context.from_others",),
    "storage.answers_shown.words_of": ("bot.context.from_others",),
    "storage.releases.released": ("bot.context.digest_reading",),
    "storage.releases.released_by_id": ("bot.context.bank_entries",),
    "storage.releases.of_reflection": ("bot.context.recalls",),  # when it was released, and to which network
    "storage.undecided_messages.find": (
        "bot.actions.answering.add_text",
        "bot.actions.answering.deny_answer",
        "bot.actions.answering.follow_message",
    ),
    "storage.outbox.replies_to": ("bot.context.recalls",),
    "storage.reflections.own": (
        "bot.context.cards",
        "bot.context.drafts",
        "bot.context.own_answers",
        "bot.context.open_questions",
    ),
    "storage.reflections.own_of": ("bot.outbox.bulk_composing",),
    "storage.reflections.by_id": ("bot.context.chat_messages",),
    "storage.reflections.all_of": ("bot.context.own_answers", "bot.context.erasing"),
    "storage.undecided_messages.latest": ("bot.actions.talking.hear",),  # the speaker's own, in the same chat
    "storage.undecided_messages.of_account": (
        "bot.context.own_data",
        "bot.context.erasing",
        "bot.context.erasure_questions",
    ),
    "storage.own_log.of_person": ("bot.context.own_answers", "bot.context.erasing"),
    "storage.reflections.answerer": ("bot.context.answerers",),
    # Only the modules of the functions above write the tables of people's words.
    "storage.tables.sessions.reflection_parts": (
        "storage.reflections",
        "storage.readable_reflections",
        "storage.answers_shown",
        "storage.personal",
        "storage.expired",  # deletes
        "storage.delivery_links",  # whether there are any
    ),
    "storage.tables.sessions.reflections": (
        "storage.reflections",
        "storage.readable_reflections",
        "storage.answers_shown",
        "storage.personal",
        # Keys, times and numbers alone; `expired` deletes.
        *(
            "storage.askings",
            "storage.delivery_links",
            "storage.dilemmas",
            "storage.expired",
            "storage.heard_from",
            "storage.own_answers",
        ),
        "storage.drafts",  # rungs that wait, and whose
        *("storage.bank_search", "storage.bank_sources"),  # keys, and who may read
        *("storage.own_log", "storage.reminders", "storage.turnout"),
    ),
    "storage.tables.bank.bank_entries": (
        *("storage.bank_index", "storage.bank_search", "storage.personal"),
        *("storage.bank_sources", "storage.tries"),  # keys, and whether an entry is there
    ),
    "storage.tables.bank.bank_stems": ("storage.bank_index", "storage.personal"),
    "storage.tables.practices.practices": (
        *("storage.practices", "storage.personal"),
        *("storage.bank_search", "storage.bank_sources"),  # keys, and who may read
        "storage.expired",  # deletes
    ),
    "storage.tables.notes.notes": ("storage.notes", "storage.inbox", "storage.personal"),
    "storage.tables.commitments.commitments": (
        *("storage.commitments", "storage.inbox", "storage.personal"),
        "storage.tries",  # words of an outcome in a reader's circles
        "storage.askings",  # whether a group promised something, and none of the words
        "storage.merged_groups",  # as above
    ),
    "storage.tables.commitments.support_needs": ("storage.support_needs", "storage.inbox", "storage.personal"),
    "storage.tables.meetings.agenda_items": ("storage.agenda_items", "storage.personal"),
    "storage.tables.decisions.decisions": ("storage.decisions", "storage.inbox", "storage.personal"),
    "storage.tables.checkpoints.checkpoints": ("storage.checkpoints", "storage.inbox", "storage.personal"),
    "storage.tables.tidied.tidied_themes": ("storage.tidied", "storage.personal", "storage.expired"),
    "storage.tables.tidied.own_words": ("storage.tidied", "storage.personal", "storage.inbox"),
    "storage.tables.proposals.proposals": ("storage.proposals", "storage.inbox", "storage.personal"),
    "storage.tables.headings.headings": ("storage.headings", "storage.expired", "storage.personal"),
    "storage.tables.places.undecided": ("storage.undecided_messages", "storage.inbox", "storage.personal"),
    "storage.tables.networks.releases": (
        *("storage.releases", "storage.personal", "storage.expired"),
        "storage.bank_search",  # keys, and who may read
    ),
}
"""Function or table -> the modules allowed to name the function or table, beside the defining one."""

FILLED_BY = {
    "reflection_parts.text": ("storage.reflections.save",),
    "reflections.keyword": ("storage.reflections.save",),
    "undecided.text": ("storage.undecided_messages.add",),
    "notes.text": ("storage.notes.add",),
    "proposals.text": ("storage.proposals.add",),
    "headings.text": ("storage.headings.put",),
    **dict.fromkeys(
        ("commitments.text", "commitments.sign", "commitments.because", "commitments.learnt"),
        ("storage.commitments.add", "storage.commitments.save"),
    ),
    **dict.fromkeys(("tidied_themes.label", "tidied_themes.borrowed"), ("storage.tidied.save",)),
    **dict.fromkeys(("own_words.word", "own_words.label", "own_words.borrowed"), ("storage.tidied.save_words",)),
    **dict.fromkeys(
        ("support_needs.text", "support_needs.answer"), ("storage.support_needs.add", "storage.support_needs.save")
    ),
    **dict.fromkeys(("bank_entries.title", "bank_entries.body"), ("storage.bank_index.put",)),
    **dict.fromkeys(
        ("bank_stems.stem", "bank_stems.backwards"), ("storage.bank_index.put", "storage.bank_index.remove")
    ),
    "checkpoints.because": ("storage.checkpoints.save",),
    "agenda_items.title": ("storage.agenda_items.add", "storage.agenda_items.reword"),
    "decisions.text": ("storage.decisions.add", "storage.decisions.reword"),
    **dict.fromkeys(
        ("practices.title", "practices.did", "practices.saw", "practices.needs"),
        ("storage.practices.add", "storage.practices.save"),
    ),
    "releases.text": ("storage.releases.release", "storage.releases.follow"),
    "releases.further": ("storage.releases.release", "storage.releases.follow"),
    "releases.keyword": ("storage.releases.release", "storage.releases.follow"),
    "deliveries.reply": ("bot.context.deliveries.reply", "bot.context.deliveries.words_taken_off"),
}
"""Column of people's words -> the only functions that fill it; their callers are in ONLY_USED_BY."""

WRITERS = {
    "reflection_parts": ("storage/reflections.py", {"_save_parts", "pass_on"}),
    "reflections": ("storage/reflections.py", {"save", "hide_signatures", "pass_on"}),
    "undecided": ("storage/undecided_messages.py", {"add"}),
    "proposals": ("storage/proposals.py", {"add", "decide", "erase"}),
    "headings": ("storage/headings.py", {"put"}),
    "notes": ("storage/notes.py", {"add", "use", "end_with_memberships", "stay"}),
    "commitments": ("storage/commitments.py", {"add", "save", "meet", "call_off", "agree", "wake", "erase"}),
    "support_needs": ("storage/support_needs.py", {"add", "save", "wake", "erase"}),
    "practices": ("storage/practices.py", {"add", "save"}),
    "agenda_items": ("storage/agenda_items.py", {"add", "reword", "place", "follow"}),
    "decisions": ("storage/decisions.py", {"add", "reword", "erase"}),
    "checkpoints": ("storage/checkpoints.py", {"save", "erase"}),
    "bank_entries": ("storage/bank_index.py", {"_inserting", "_updating", "pass_on"}),
    "bank_stems": ("storage/bank_index.py", {"_count"}),
    "tidied_themes": ("storage/tidied.py", {"save", "erase"}),
    "own_words": ("storage/tidied.py", {"save_words"}),
    "releases": ("storage/releases.py", {"release", "follow", "pass_on"}),
}
"""Table of people's words -> its module, and the functions there that insert or change rows."""
