"""The form for a question's themes: from what a card showed and what is stored, and back to what is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, tidying
from bot.context.digest_reading import questions_of, reader_of
from bot.context.guarded_words import Check
from content.cleaning import clean_line
from content.tidying import MOST_THEMES, STAY, short
from content.vocabulary.digesting import DigestRef, ThemeShown, ThemesShown
from content.vocabulary.guarding import Stopped
from content.vocabulary.prompting import Quote
from content.vocabulary.tidying import ThemesOpened, ThemeToTidy, Wrong
from dialogs.answering.keywords import tidied as without_marks
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.knowledge import tidying as hands
from dialogs.knowledge.digest import UNSORTED
from dialogs.knowledge.grouping import STILL_ENOUGH
from dialogs.knowledge.heard import Heard, key_of
from dialogs.knowledge.own_words import learnt
from dialogs.knowledge.quotes import Voice, in_hash_order
from dialogs.knowledge.tidying import Ground, Seen, Wish, ground
from dialogs.model import Digest, DigestQuestion, Language, Person, Tidied, limits
from dialogs.sharing.reaching import CROWD
from storage import tidied

_NO_WISH = Wish(())


@dataclass(frozen=True)
class OfQuestion:
    """A question of a digest as one person may put its themes in order: `words` are the question's.

    `card` are the themes on the pressed card.
    """

    question: DigestQuestion
    words: str
    person: Person
    voices: Mapping[UUID, Voice]
    stored: Tidied
    card: tuple[Seen, ...]
    ground: Ground

    @property
    def texts(self) -> dict[UUID, str]:
        return {its_id: voice.text for its_id, voice in self.voices.items()}

    @property
    def known(self) -> dict[UUID, int]:
        return _versions(self.voices)


async def of_question(
    c: AsyncConnection, digest: Digest, person: Person, shown: ThemesShown, *, now: datetime
) -> OfQuestion | None:
    """None where too few answers may be read for any theme, or the card shows none."""
    reader = await reader_of(c, digest, person, finder=UNSORTED, marks_for=person.id, now=now)
    asked = await questions_of(c, digest, reader)
    said = next((one for one in asked if key_of(one.asked) == shown.question), None)
    if said is None or not _has_themes(said, shown):
        return None
    voices = {voice.answer[0]: voice for voice in said.voices if voice.answer is not None}
    by_mark = _by_mark(voices)
    card = tuple(Seen(theme.label, _answers(theme.marks, by_mark), theme.concept) for theme in shown.themes)
    stored = (await tidied.of_digest(c, digest.municipality, digest.id)).get(shown.question, Tidied())
    on = ground(stored, card, _answers(shown.others, by_mark), _versions(voices))
    question = DigestQuestion(digest.municipality, await tidying.group_of(c, digest), digest.id, shown.question)
    return OfQuestion(question, said.question, person, voices, stored, card, on)


def _has_themes(said: Heard, shown: ThemesShown) -> bool:
    return len({voice.author for voice in said.voices}) >= STILL_ENOUGH and 0 < len(shown.themes) <= MOST_THEMES


def form_for(
    found: OfQuestion,
    wish: Wish = _NO_WISH,
    *,
    rest: Sequence[ThemesShown] = (),
    number: int = 0,
    wrong: Wrong = "",
    stopped: Stopped | None = None,
) -> ThemesOpened:
    """The themes as they stand now; what `wish` has typed and ticked stays so.

    `rest` are the themes of all the digest's questions, of which this one is `number`; none where the others can wait.
    """
    on = found.ground
    typed = {its: name for its, theme, name in _named(found, wish) if name != theme.label}
    themes = (replace(_theme(each, found), name=typed.get(its, each.label)) for its, each in _numbered(on))
    return ThemesOpened(
        ref=DigestRef(found.question.municipality, str(found.question.digest)),
        question=found.words,
        themes=tuple(themes),
        others=_quotes(on.outside, found),
        shown=ThemesShown(
            found.question.key,
            tuple(ThemeShown(one.label, _marks(one.members, found), one.concept) for one in on.themes),
            _marks(on.outside, found),
        ),
        rest=tuple(rest),
        number=number % max(1, len(rest)),
        most=limits.THEME,
        moved=tuple(short(found.voices[one].quote.mark) for one in wish.moved),
        to=_place_now(found, wish.to),
        new=wish.new,
        wrong=wrong,
        stopped=stopped,
    )


def _numbered(on: Ground) -> Iterator[tuple[int, Seen]]:
    return zip(on.numbers, on.themes, strict=True)


def _named(found: OfQuestion, wish: Wish) -> Iterator[tuple[int, Seen, str]]:
    """The number of each theme on the card, the theme, and the name in its field."""
    return zip(found.ground.of_card, found.card, wish.names, strict=False)


def _place_now(found: OfQuestion, to: str) -> str:
    """The theme may stand in another place than on the card that was pressed."""
    if not to.isdecimal():
        return to
    at = found.ground.target(to)
    return str(found.ground.numbers.index(at)) if at in found.ground.numbers else ""


@dataclass(frozen=True)
class Kept:
    """`form` is to be shown again, None for the summary; `changed`: something new is stored."""

    form: ThemesOpened | None
    changed: bool = False


async def keep(
    c: AsyncConnection, found: OfQuestion, form: Form, *, check: Check, language: Language, now: datetime
) -> Kept:
    """Store what was done with the themes, once, however often it is sent; or the form again, and why."""
    wish = _wish(found, form)
    new = [name for _, theme, name in _named(found, wish) if name not in ("", theme.label)]
    new += [wish.new] if wish.to == hands.NEW and wish.new else []
    if any(len(name) > limits.THEME for name in new):
        return Kept(form_for(found, wish, wrong="too_long"))
    if wish.moved and found.ground.target(wish.to) is None:
        return Kept(form_for(found, wish, wrong="nowhere"))
    names = answers.checked_names(new, check, language=language)
    if isinstance(names, Stop):
        return Kept(form_for(found, wish, stopped=names.told.kinds_only))
    if names is None:
        return Kept(form_for(found, wish, wrong="points"))
    return await _stored(c, found, wish, names, now=now)


async def _stored(
    c: AsyncConnection, found: OfQuestion, wish: Wish, names: answers.CheckedNames, *, now: datetime
) -> Kept:
    done = hands.tidied(
        found.stored, found.card, found.ground, wish, texts=found.texts, known=found.known, by=found.person.id
    )
    if changed := done.tidied != found.stored:
        before = await tidied.words_of_question(c, found.question)
        authors = {its_id: voice.author for its_id, voice in found.voices.items()}
        words = learnt(done, before, found.texts, authors)
        await answers.keep_themes(c, found.question, done.tidied, words, names, now=now)
    if not done.skipped:
        return Kept(None, changed)
    now_on = ground(done.tidied, found.card, found.ground.outside, found.known)
    return Kept(replace(form_for(replace(found, ground=now_on)), meanwhile=True), changed)


def _wish(found: OfQuestion, form: Form) -> Wish:
    """A field left as it was shown is no new name."""
    typed = zip(found.card, form.names, strict=False)
    names = tuple(theme.label if name == clean_line(theme.label) else without_marks(name) for theme, name in typed)
    by_mark = _by_mark(found.voices)
    moved = tuple(dict.fromkeys(its_id for mark in form.moved for its_id in by_mark.get(mark, ())))
    new = without_marks(form.word)
    to = "" if form.to == STAY else form.to
    return Wish(names, moved, to or (hands.NEW if new else ""), new)


def _theme(theme: Seen, found: OfQuestion) -> ThemeToTidy:
    people = {found.voices[one].author for one in theme.members}
    return ThemeToTidy(theme.label, theme.label, _quotes(theme.members, found), few=len(people) < CROWD)


def _quotes(of: Sequence[UUID] | frozenset[UUID], found: OfQuestion) -> tuple[Quote, ...]:
    """Each once; nobody's own are marked, since the form is about all."""
    by_mark = {found.voices[one].quote.mark: found.voices[one].quote for one in sorted(of)}
    return in_hash_order(by_mark.values())


def _marks(of: Sequence[UUID] | frozenset[UUID], found: OfQuestion) -> tuple[str, ...]:
    return tuple(sorted({found.voices[one].quote.mark for one in of}))


def _by_mark(voices: Mapping[UUID, Voice]) -> Mapping[str, Sequence[UUID]]:
    found: dict[str, list[UUID]] = {}
    for its_id, voice in voices.items():
        found.setdefault(short(voice.quote.mark), []).append(its_id)
    return found


def _answers(marks: Sequence[str], by_mark: Mapping[str, Sequence[UUID]]) -> tuple[UUID, ...]:
    return tuple(its_id for mark in marks for its_id in by_mark.get(mark, ()))


def _versions(voices: Mapping[UUID, Voice]) -> dict[UUID, int]:
    return dict(voice.answer for voice in voices.values() if voice.answer is not None)
