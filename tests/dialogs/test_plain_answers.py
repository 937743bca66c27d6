"""Short messages of teachers and principals: some are plain answers, others make the bot ask."""

import pytest

from dialogs.answering.plain_answers import is_plain, wants_to_skip

ANSWERS = """
Vi trekker elevene tilbake til ringen
Slå av mobilen i timen
Beklager, men dette har vi ikke fått til ennå
Jeg har fått forslag fra elevene
Vi prøvde tolærer i 4B og det gikk bra
Lesepar på tvers av trinn fungerte
Det gikk bra
Vi ga tenketid.
Elevene snakket mer enn før
Flere rakk opp hånda da vi brukte læringspartner
Hei! Vi prøvde tolærer i 4B og det gikk bra
Hei, vi prøvde stasjoner i matte
Ja, vi har begynt med lesekvart hver dag
Nei, det har vi ikke fått til ennå
Tydelige mål i starten av timen
Mer tid til samtale
Rollekort gjorde at alle fikk si noe
Når elevene fikk velge selv, gikk det bedre
Takket være to voksne ute ble friminuttet roligere
Ikke alle elevene kom til orde, men flere enn sist
Vi delte klassen i to. Hvordan gjør andre det?
Jeg har blitt flinkere til å vente på svar fra elevene mine i timen
Jeg lot elevene forklare for hverandre
hjelp er noe vi alle trenger
Neste steg blir å spørre elevene.
Koble til det vi gjorde i fjor, og se hva som skjer.
Elevene på 5. trinn laget egne regler
Vi må øve mer på åpne spørsmål
Gode spørsmål gir gode samtaler
Vi starta dagen ute med tre oppgåver
Elevane fekk velje mellom film og plakat
Det som verka best, var faste grupper
Eg prøvde å vente lenger før eg spurde vidare
Fleire foreldre kom på møtet i år
Vi treng meir tid saman på trinnet
Rolegare friminutt med to vaksne ute
Ingen ting nytt denne veka, men vi held fram
We tried reading pairs across grades
The quiet ones spoke more than before
More time for talking in pairs
I let the pupils explain to each other
It worked well in my class
Hi, we tried stations in maths today
When the pupils chose, more of them spoke
Samtaler i par før vi deler i plenum 👍
Kari og jeg observerte hverandre
Foreldremøte med barna til stede
Utelek hver morgen før samling
Og litt til om det.
Vi leser sammen.
Også matematikk fikk mer plass
Vi ser at elevene spør mer
Elevene svarer lengre når de får tenke
Det var vanskelig å få alle med
Ikke så mye denne uka, vi hadde eksamen
Vi kan lære av 5. trinn
Eg såg at fleire våga meg enn før
I will try it again next week
Stoppet opp og lot dem tenke
Alle i klassen fikk svare
Elevene i gruppa svarer mer enn før
I dag fikk alle svare på spørsmålet i par
Vi må ha mer tid til samtaler
Elevene må få tid til å tenke
Jeg ringte hjem til alle foreldrene
"""
DOUBTFUL = """
Trekk tilbake svaret
trekk svaret attende
Ja, lagre det
Yes, save it
slett mitt svar
delete my answer
skru av påminnelser
slå av varslingane
turn off reminders
forslag til spørsmål
Jeg vil foreslå et spørsmål
Eg har eit forslag til spørsmål
beklager sen tilbakemelding
Orsak at eg er sein
hei
Hei!
Heisann
God morgen
god morgen alle sammen
takk!
Takk
Tusen takk
Takk for hjelpen!
tusen takk for påminnelsen
Takk for et fint spørsmål
ok
Ok, takk!
okei
greit
Det er greit for meg
👍
👍👍👍
😂
❤️
?
??
...
hjlep
hjep
hejlp
nest steg
Hvem kan lese det jeg skriver?
hvem kan lese dette
Hvem ser svaret mitt
Hva er dette?
Hva skal jeg svare på
Hvordan endrer jeg svaret mitt?
Kan jeg endre svaret etterpå?
kan du slette svaret mitt
Kan andre se dette?
Når stenger spørsmålet?
når må jeg svare
Er dette anonymt?
Må jeg svare på dette
Slett svaret mitt
slett det siste jeg skrev
stopp
Stopp å sende meg meldinger
Slutt å mase
ikke send meg flere meldinger
Hopp over
Jeg hopper over denne
hopp over spørsmålet
skip
I'll skip this
pass
Jeg svarer senere
Jeg skal svare i morgen
Kommer tilbake til dette senere
har ikke tid nå
Har dessverre ikke tid nå
Jeg er syk i dag
Skjønner ikke spørsmålet
Jeg forstår ikke hva du mener
vet ikke
Jeg vet ikke hva jeg skal svare
ingen anelse
feil chat
Beklager, feil vindu
Dette gjelder ikke meg
ja
nei
Ja takk
test
Dette er en test
test test test
123
https://www.example.org/en/side
God helg!
God helg til deg også
Ha en fin dag
Haha haha haha
Meld meg av
La meg være i fred
Jeg lurer på hvem som leser dette
kven kan lese det eg skriv
Kan eg endre svaret?
Korleis slettar eg svaret mitt
Takk skal du ha!
Eg svarar seinare
veit ikkje kva eg skal svare
hi
Hello there
thanks!
Thank you very much
good morning
Who can read what I write?
who can see this
Can I change my answer later?
How do I delete it
delete my answer
please stop sending me messages
I don't understand the question
I don't know
not now
I'll answer tomorrow
no idea
Sounds good
Is this anonymous
Hvem kan lese det jeg skriver? Jeg vil ikke at alle skal se det.
Vi prøvde lesepar i dag. Kan du slette dette?
Hei! Kan du hjelpe meg?
Sløyfa, er du der
Det høres fint ut
Har allerede svart på kortet
Jeg svarte feil
Det var feil, jeg vil endre
Oi, sendte til feil
Start på nytt
Jeg ønsker ikke å delta
Dette passer ikke for oss
usikker på hva du mener
Spørsmålet er uklart
God jul og godt nytt år
jeg trenger hjelp
Hjelp meg å svare
Hæ? Skjønte ikke det
sees i morgen
er du en robot
Kan rektor se svaret mitt
Let me think about it
Same to you
Æ veit ikkje
Nei takk, ikkje i dag
Jeg er på kurs denne uka
I'm on vacation until Monday
Jeg har sluttet på skolen
Eg er ikkje rektor lenger
Sendt fra min iPhone
This is a test message
Skal svare når jeg får tid
Jeg må tenke på det
Dette vil jeg ikke dele
Kortet virker ikke for meg
Du er en robot
Avmeld meg fra dette
Snakk med koordinatoren
Se vedlagt fil
Samme som sist
Som Kari sa
Tror dette er feil spørsmål
Se bort fra forrige melding
Jeg tulla bare
Automatisk svar: jeg er på ferie
"""
SKIPPING = """
Hopp over
hopp over!
Jeg hopper over denne
hopp over spørsmålet
Eg hoppar over dette
står over
skip
I'll skip this
pass
Skip this one please
"""


def lines_of(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("text", lines_of(ANSWERS))
def test_an_ordinary_short_answer_is_not_asked_about(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize("text", lines_of(DOUBTFUL))
def test_messages_to_the_bot_or_in_passing_are_asked_about(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize("text", lines_of(SKIPPING))
def test_skipping_is_understood_and_is_no_answer(text: str) -> None:
    assert wants_to_skip(text)
    assert not is_plain(text)


@pytest.mark.parametrize(
    "text", ["Vi hopper over tauet hver dag", "Hopp over bekken og inn i skogen", *lines_of(ANSWERS)]
)
def test_an_answer_with_the_same_words_skips_nothing(text: str) -> None:
    assert not wants_to_skip(text)


@pytest.mark.parametrize("text", ["", " ", "\n", "a" * 100_000, "! " * 50_000, "i " * 50_000, "\u200b"])
def test_nothing_and_far_too_much_are_read_at_once(text: str) -> None:
    assert not is_plain(text)
    assert not wants_to_skip(text)
