"""Made-up messages about a municipality's own layer over the catalogue."""

from dataclasses import replace
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from content.vocabulary import layers as y
from content.vocabulary.messages import Message

_AT = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Europe/Oslo"))
_VERSIONS = (
    y.LayerVersion(3, y.LayerState.DRAFT, "Rektorgruppa", "Vedtatt i møtet", _AT),
    y.LayerVersion(2, y.LayerState.IN_FORCE, "Rektorgruppa", "Vedtatt i møtet", _AT, _AT),
    y.LayerVersion(1, y.LayerState.REPLACED, "Fagteamet", "Slik sier vi det her", _AT, _AT, _AT),
)
_KINDS = ("area", "prompt", "opener", "entry", "concept")
_HOW = get_args(y.How)
_CHANGES = (
    *(y.LayerChange("added", kind, "x", "Uteskole") for kind in _KINDS),
    *(y.LayerChange(how, "area", "x", "uteskole", "uteklasse") for how in get_args(y.How)),
)
_FAULTS = (
    y.LayerFault(3, "area.uteskole", "is missing"),
    y.LayerFault(3, "", "cannot be read as TOML"),
    y.LayerFault(0, "why", "is missing"),
    y.LayerFault(4, "hide_promts", "is not a key that is read here; read are hide_prompts"),
    y.LayerFault(5, "name.nb", "is empty; write a text"),
    y.LayerFault(6, "name.nb", "is 300 characters long; 60 is the most"),
    y.LayerFault(7, "areas.1", "«ute» is not known; known are arena"),
    y.LayerFault(8, "id", "«ute» stands twice; say it all in one place"),
    y.LayerFault(9, "hide_areas", "must be a list of texts"),
    y.LayerFault(0, "", "cannot be read"),
)
_ALL = y.LayersShown("nordvik", "Nordvik kommune", _VERSIONS)
_ONE = y.LayerShown("nordvik", "Nordvik kommune", _VERSIONS[0], "why", _CHANGES[:9])

MESSAGES: tuple[Message, ...] = (
    _ALL,
    y.LayersShown("nordvik", "Nordvik kommune", ()),
    *(replace(_ALL, trouble=why) for why in y.LayerTrouble),
    *(replace(_ALL, done=done) for done in y.LayerDone),
    replace(_ALL, trouble=y.LayerTrouble.FAULTS, faults=_FAULTS),
    _ONE,
    replace(_ONE, changes=_CHANGES[5:], is_changed=True),
    replace(_ONE, changes=()),
    replace(_ONE, changes=_CHANGES),
    replace(_ONE, version=None),
    replace(_ONE, faults=_FAULTS),
)
