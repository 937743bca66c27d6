"""From what was read to the API's answers."""

from collections.abc import Iterable, Sequence

from bot.context.program_reading import DigestInBrief, PlannedSession
from bot.entry.web.api import models
from bot.entry.web.api.cursors import after_digest, after_session
from bot.exports.digest_document import language_of
from content.cards.signing import signature_line
from content.vocabulary.digesting import Digesting, Findings, PromptSection, SessionDigest, Theme
from content.vocabulary.prompting import Quote
from dialogs.model import ApiToken, Group, Language

DIGESTS = "/api/v1/digests"


def token_answer(token: ApiToken) -> models.TokenAnswer:
    return models.TokenAnswer(
        municipality=token.municipality,
        token=token.id,
        program=token.label,
        scopes=tuple(sorted(token.scopes)),
        reads_from=token.reads_from,
        expires_at=token.expires_at,
    )


def digests_answer(found: Sequence[DigestInBrief], *, limit: int) -> models.DigestsAnswer:
    """`found` has one more than the page where there is another page."""
    page = found[:limit]
    return models.DigestsAnswer(
        digests=tuple(models.DigestListed(**_listed(one)) for one in page),
        next_cursor=after_digest(page[-1].digest) if len(found) > limit else None,
    )


def sessions_answer(found: Sequence[PlannedSession], *, limit: int) -> models.SessionsAnswer:
    """As `digests_answer`."""
    page = found[:limit]
    return models.SessionsAnswer(
        sessions=tuple(_session(one) for one in page),
        next_cursor=after_session(page[-1].session) if len(found) > limit else None,
    )


def digest_answer(brief: DigestInBrief, message: Digesting, language: Language) -> models.DigestAnswer:
    groups, common = _parts(message)
    return models.DigestAnswer(
        **_listed(brief),
        language=language,
        groups=tuple(models.GroupQuestions(group=name, questions=_questions(of, language)) for name, of in groups),
        across_groups=_questions(common, language),
        findings=_findings(message.findings, language),
    )


def _parts(message: Digesting) -> tuple[list[tuple[str, tuple[PromptSection, ...]]], tuple[PromptSection, ...]]:
    """Each group's name and questions, and the questions over all groups."""
    if isinstance(message, SessionDigest):
        return [(message.group, message.prompts)], ()
    return [(one.group, one.prompts) for one in message.groups], message.common


def _listed(one: DigestInBrief) -> dict[str, object]:
    digest = one.digest
    return {
        "id": digest.id,
        "kind": "session" if digest.session is not None else "meeting",
        "series": digest.series,
        "session": digest.session,
        "group": _group(one.group),
        "at": one.at,
        "made_at": one.made_at,
        "address": f"{DIGESTS}/{digest.id}",
    }


def _session(one: PlannedSession) -> models.SessionListed:
    session = one.session
    return models.SessionListed(
        id=session.id,
        series=session.series,
        group=_group(one.group),
        areas=one.areas,
        opens_at=one.opens_at,
        stage=session.stage,
    )


def _group(group: Group) -> models.GroupAnswer:
    return models.GroupAnswer(id=group.id, name=group.name)


def _questions(prompts: Iterable[PromptSection], language: Language) -> tuple[models.QuestionAnswer, ...]:
    return tuple(_question(one, language) for one in prompts)


def _question(prompt: PromptSection, language: Language) -> models.QuestionAnswer:
    chosen = prompt.shares.chosen if prompt.shares is not None else ()
    return models.QuestionAnswer(
        area=prompt.area,
        question=prompt.question,
        law=prompt.law,
        asked_on=tuple(at.date() for at in prompt.asked_on),
        chosen=tuple(models.ChosenAnswer(answer=one.label, people_at_least=one.least) for one in chosen),
        themes=tuple(_theme(one, language) for one in prompt.themes),
        quotes=_quotes(prompt.quotes, language),
    )


def _theme(theme: Theme, language: Language) -> models.ThemeAnswer:
    quotes = _quotes((*theme.quotes, *theme.more), language)
    return models.ThemeAnswer(label=theme.label, people_at_least=theme.least, quotes=quotes)


def _quotes(quotes: Iterable[Quote], language: Language) -> tuple[models.QuoteAnswer, ...]:
    return tuple(_quote(one, language) for one in quotes)


def _quote(quote: Quote, language: Language) -> models.QuoteAnswer:
    return models.QuoteAnswer(
        text=quote.text,
        language=language_of(quote.text, language),
        further=tuple(models.FurtherAnswer(question=one.question, text=one.text) for one in quote.further),
        signature=signature_line(quote.signed, language) or None,
        keyword=quote.keyword or None,
        where=quote.where or None,
        several=quote.several,
    )


def _findings(findings: Findings, language: Language) -> models.FindingsAnswer:
    """Without areas of which nothing is to be read: a program reads little of what was said about them."""
    return models.FindingsAnswer(
        agreed=tuple(models.AgreedAnswer(question=one.question, answer=one.answer) for one in findings.agreed),
        differing=tuple(
            models.DifferingAnswer(question=one.question, one=one.one, other=one.other) for one in findings.differing
        ),
        unsure=tuple(models.UnsureAnswer(question=one.question, are_most=one.are_most) for one in findings.unsure),
        changes=tuple(models.ChangeAnswer(theme=one.label, more=one.more) for one in findings.changes),
        needs=_quotes(findings.needs, language),
        question=findings.question or None,
    )
