"""A fortnight in Nordvik: what happens, in order. Everybody is made up, and so is every word they write."""

from bot.rehearsal.acts import (
    brings_in,
    deletes,
    edits,
    everybody_installs,
    installs,
    installs_in_team,
    plans,
    presses,
    says,
    says_in_channel,
    sets_municipality,
    time_passes,
)
from bot.rehearsal.stories import Part, Story
from bot.rehearsal.stories import in_autumn as at

BRIDGES = (
    "Elevene på mellomtrinnet bygde bruer av papir, og alle hadde hver sin rolle. "
    "Rollene gjorde at også de stille ble spurt om råd."
)
BRIDGES_AGAIN = BRIDGES + " Neste uke bytter vi roller, slik at flere får prøve å lede."
OUTDOORS = (
    "Vi starta dagen ute, med oppgåver som berre lèt seg løyse i lag. "
    "Da vi kom inn att, var det fleire enn før som rekte opp handa."
)
OWN_RULES = "Tredje trinn laget sine egne regler for gruppearbeid. Nå minner elevene hverandre på dem."
HELPED_DECIDE = "Det beste var at de som ellers venter på tur, fikk være med på å bestemme."
CHOICE = "Elevene valgte selv mellom film, plakat og rolespill."
CHOICE_AGAIN = "Elevene valgte selv mellom film, plakat og rollespill. Alle hadde noe å vise fram."
READING_PAIRS = "Vi prøvde faste lesepar på tvers av trinna."
TIME_FOR_LESSONS = "Eg vil sjølv vere meir med i timane, og ser at eg må setje av tid til det."
NEW_GROUPS = "Vi trakk nye grupper hver uke, og flere fant noen de ville jobbe med igjen."

ROPE = "Vi målte opp skolegården med tau før vi regnet ut arealet. Da ble formelen noe elevene kunne gå rundt."
FLOOR_TIMELINE = "Vi laget en tidslinje på gulvet. Elevene rettet på hverandre underveis, og alle var i gang."
SHORT_OF_TIME = "Jeg ser at jeg griper til skjermen når jeg har hatt lite tid til å forberede meg."
READING_ALOUD = (
    "Vi leste høyt fra papir og stoppet ved ord elevene ville snakke om. Samtalen ble lengre enn jeg trodde."
)
PRACTICE_FIRST = "Det praktiske virker best når det kommer før forklaringen."
DIFFERENT_VIEWS = "Vi ser forskjellig på hvor mye tid det praktiske skal få. Det bør vi prøve ut."
ONE_START = "Før neste møte prøver alle å starte ett emne praktisk. Etterpå ser vi på det sammen."

SOUND_MAP = "Elevane laga eit kart med lydopptak frå bygda. Dei lærte å velje ut det som fortel noko."
RIVER = "Elevane laga ein modell av elva i eit rekneark, og såg kva som skjer når ho fløymer over."
PRACTISE_MYSELF = "Eg vil øve meir på programmering sjølv før eg tek det inn i timane."
ONE_REPORT = "I naturfag og norsk avtala vi at den same rapporten skulle telje i begge faga. Språket vart klarare."

TWO_ADULTS = "To voksne er alltid ute når det ringer inn, og går inn sist. Da får vi sett hvordan friminuttet har vært."
AT_THE_DOOR = "Skulefritidsordninga hentar dei yngste ved klasserommet, så ingen treng å finne vegen åleine."
PAINTED_MARKS = "Elevene har malt faste møteplasser i skolegården, og hjelper hverandre med å finne roen der."
SIXTH_GRADE = "Hos oss tar elever fra sjette trinn imot de yngste etter friminuttet. Det er en oppgave mange vil ha."


START = at(11, 23, 9)
PARTS = (
    Part(START, "import", "Nordvik is imported: two schools, a group of eight principals, a network.", brings_in()),
    Part(
        at(11, 23, 9, 5),
        "settings",
        "The municipality says who is responsible, how to reach the officer, and what is kept how long.",
        sets_municipality("kommune"),
    ),
    Part(
        at(11, 23, 9, 10),
        "everybody installs but Gry",
        "Everybody adds the bot but Gry, who will be late. This is what Tor is met with:",
        everybody_installs(but="gry", look=("tor",)),
    ),
    Part(
        at(11, 23, 9, 20),
        "Pia installs in the team",
        "Pia, who leads the team at Fjordgløtt, adds the bot to their team:",
        installs_in_team("pia"),
    ),
    Part(
        at(11, 23, 9, 21),
        "Pia connects the channel",
        "Pia connects the channel to the group: «@Sløyfa kople til Team ungdomstrinn Fjordgløtt»",
        says_in_channel("pia", "kople til Team ungdomstrinn Fjordgløtt"),
    ),
    Part(
        at(11, 23, 9, 30),
        "planned",
        "Three series are planned: the principals', and one for each of the two teams.",
        plans("rektorgruppa", "solbakken", "fjordglott"),
    ),
    Part(
        at(11, 24, 8),
        "first prompt",
        "The first question goes out to the principals. Tor sees it in bokmål, Siv in nynorsk:",
        time_passes("tor", "siv"),
        full=True,
    ),
    Part(
        at(11, 24, 8, 20),
        "Tor answers",
        "Tor answers on the card, for the group to read. The card becomes a receipt:",
        presses("tor", "Send svar", answer=BRIDGES, rung="group"),
    ),
    Part(
        at(11, 24, 9, 5),
        "Siv answers",
        "Siv answers in nynorsk, and lets all of Nordvik read it:",
        presses("siv", "Send svar", answer=OUTDOORS, rung="municipality"),
    ),
    Part(at(11, 24, 10, 15), "Ali writes", "Ali just writes a message in the chat:", says("ali", OWN_RULES)),
    Part(at(11, 24, 10, 17), "Ali adds", "Ali adds another one:", says("ali", HELPED_DECIDE)),
    Part(at(11, 24, 12, 40), "Bodil writes", "Bodil writes a message too:", says("bodil", CHOICE)),
    Part(
        at(11, 24, 12, 45),
        "Bodil edits",
        "Bodil edits the message, and the answer changes with it:",
        edits("bodil", CHOICE_AGAIN),
    ),
    Part(at(11, 24, 14), "Dag writes", "Dag writes a message …", says("dag", READING_PAIRS)),
    Part(at(11, 24, 14, 10), "Dag deletes", "… and deletes it, which withdraws the answer:", deletes("dag")),
    Part(
        at(11, 25, 8, 15),
        "Dag opens again",
        "The next morning Dag wants to write after all:",
        presses("dag", "Svar likevel"),
    ),
    Part(
        at(11, 25, 8, 20),
        "Dag answers only for himself",
        "Dag answers for nobody else to read:",
        presses("dag", "Send svar", answer=TIME_FOR_LESSONS, rung="only_me"),
    ),
    Part(at(11, 25, 8, 30), "Ella passes", "Ella passes, and need not say why:", presses("ella", "Hopp over")),
    Part(
        at(11, 25, 9),
        "Tor opens the answer",
        "Tor opens the answer again from the receipt:",
        presses("tor", "Endre svaret"),
    ),
    Part(
        at(11, 25, 9, 2),
        "Tor edits",
        "Tor adds a sentence:",
        presses("tor", "Send svar", answer=BRIDGES_AGAIN, rung="group"),
    ),
    Part(
        at(11, 25, 10),
        "Frode answers",
        "Frode reads English cards, and answers in Norwegian:",
        presses("frode", "Send answer", answer=NEW_GROUPS, rung="group"),
    ),
    Part(at(11, 25, 10, 5), "Frode withdraws", "Frode withdraws the answer:", presses("frode", "Withdraw")),
    Part(
        at(11, 25, 14),
        "Solbakken on their own",
        "The team at Solbakken is asked, each on their own first: nobody sees what the others write.",
        time_passes("kari"),
        full=True,
    ),
    Part(
        at(11, 25, 14, 4),
        "Lars answers",
        "Lars answers:",
        presses("lars", "Send svar", answer=ROPE, rung="group"),
    ),
    Part(
        at(11, 25, 14, 5),
        "Mona answers",
        "Mona answers, for the principals to read as well:",
        presses("mona", "Send svar", answer=FLOOR_TIMELINE, rung="principals"),
    ),
    Part(
        at(11, 25, 14, 6),
        "Nils answers only for himself",
        "Nils answers for nobody else to read:",
        presses("nils", "Send svar", answer=SHORT_OF_TIME, rung="only_me"),
    ),
    Part(
        at(11, 25, 14, 8),
        "Kari answers",
        "Kari is the last to answer, and that ends the step:",
        presses("kari", "Send svar", answer=READING_ALOUD, rung="group"),
    ),
    Part(
        at(11, 25, 14, 9),
        "Solbakken as a group",
        "Now the group reads what has been shared. Lars sees:",
        time_passes("lars"),
    ),
    Part(
        at(11, 25, 14, 20),
        "Lars sums up",
        "Lars answers for the group:",
        presses("lars", "Send svar", answer=PRACTICE_FIRST, rung="group"),
    ),
    Part(at(11, 25, 14, 22), "Mona writes", "Mona writes a message:", says("mona", DIFFERENT_VIEWS)),
    Part(
        at(11, 25, 14, 30),
        "Kari moves on",
        "Kari, who leads the team, writes «neste steg»:",
        says("kari", "neste steg"),
    ),
    Part(
        at(11, 25, 14, 31),
        "Solbakken together",
        "The last step is for the one who leads the team. Kari sees:",
        time_passes("kari"),
    ),
    Part(
        at(11, 25, 14, 40),
        "Kari sums up",
        "Kari writes down what they agreed on:",
        presses("kari", "Send svar", answer=ONE_START, rung="principals"),
    ),
    Part(
        at(11, 26, 14),
        "Fjordgløtt is asked",
        "The team at Fjordgløtt is asked in their channel, all in one thread:",
        time_passes(channel="pia"),
        full=True,
    ),
    Part(
        at(11, 26, 14, 31),
        "Solbakken's digest",
        "The steps at Solbakken are over, and everybody there gets what was shared. Nils sees:",
        time_passes("nils"),
        full=True,
    ),
    Part(
        at(11, 26, 14, 45),
        "Rolf answers",
        "Rolf answers on the card in the channel, and alone sees the receipt. Pia sees how many, never who:",
        presses("rolf", "Send svar", in_channel=True, others="pia", answer=SOUND_MAP, rung="group"),
    ),
    Part(
        at(11, 26, 15),
        "Synne answers in the thread",
        "Synne answers in the thread, with an @mention, for all there to read:",
        says_in_channel("synne", RIVER, in_thread=True),
    ),
    Part(
        at(11, 26, 15, 20),
        "Turid answers only for herself",
        "Turid answers on the card, for nobody else to read:",
        presses("turid", "Send svar", in_channel=True, answer=PRACTISE_MYSELF, rung="only_me"),
    ),
    Part(
        at(11, 27, 8),
        "first digest",
        "The principals' first question closes, and each of them gets what was shared. Siv sees:",
        time_passes("siv"),
        full=True,
    ),
    Part(
        at(11, 30, 14),
        "Fjordgløtt's digest",
        "In Fjordgløtt's channel:",
        time_passes(channel="pia"),
        full=True,
    ),
    Part(
        at(12, 1, 8),
        "second prompt",
        "The second question goes out to the principals. Ali sees:",
        time_passes("ali"),
    ),
    Part(
        at(12, 1, 9),
        "Ali answers",
        "Ali answers on the card:",
        presses("ali", "Send svar", answer=TWO_ADULTS, rung="group"),
    ),
    Part(at(12, 1, 11, 30), "Siv writes", "Siv writes a message:", says("siv", AT_THE_DOOR)),
    Part(
        at(12, 1, 12),
        "Ella answers",
        "Ella, who passed last week, answers this time, and lets all of Nordvik read it:",
        presses("ella", "Send svar", answer=PAINTED_MARKS, rung="municipality"),
    ),
    Part(
        at(12, 2, 9),
        "Gry installs",
        "Gry adds the bot, a week late, and is met with the same words as everybody.",
        installs("gry"),
    ),
    Part(
        at(12, 2, 9, 1),
        "Gry is asked",
        "Gry gets the question that is open now, and not the one from last week:",
        time_passes("gry"),
    ),
    Part(
        at(12, 2, 9, 30),
        "Gry answers",
        "Gry answers for all of Nordvik, and names a grade. So Gry is shown first how others would read that:",
        presses("gry", "Send svar", answer=SIXTH_GRADE, rung="municipality"),
    ),
    Part(
        at(12, 2, 9, 31),
        "Gry shares it",
        "Gry has seen it, and says yes:",
        presses("gry", "Ja, del videre"),
    ),
    Part(
        at(12, 3, 14),
        "Fjordgløtt is asked again",
        "The next question in Fjordgløtt's channel:",
        time_passes(channel="rolf"),
    ),
    Part(
        at(12, 3, 15),
        "Pia answers",
        "Pia answers on the card:",
        presses("pia", "Send svar", in_channel=True, answer=ONE_REPORT, rung="group"),
    ),
    Part(
        at(12, 4, 8),
        "second digest",
        "The principals' second question closes. Gry sees:",
        time_passes("gry"),
        full=True,
    ),
    Part(
        at(12, 7, 9),
        "meeting digest",
        "Three days ahead of the network meeting Guro, who coordinates, gets what the principals have shared:",
        time_passes("guro"),
        full=True,
    ),
)
FORTNIGHT = Story(
    "A fortnight in Nordvik, a municipality that is made up, like everybody in it and every word they write.", PARTS
)
