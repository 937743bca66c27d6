"""The union of all messages."""

from content.vocabulary.conversing import Conversing
from content.vocabulary.digesting import Digesting
from content.vocabulary.glass_box import GlassBox
from content.vocabulary.guarding import Guarding
from content.vocabulary.knowing import Knowing
from content.vocabulary.looking_after import LookingAfter
from content.vocabulary.prompting import Prompting
from content.vocabulary.rhythm import AboutRhythm

Message = Conversing | Prompting | Digesting | Guarding | Knowing | LookingAfter | AboutRhythm | GlassBox
