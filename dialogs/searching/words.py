"""Word lists of the search: people by what they do, and the parts of which schools make their compounds.

All words are in the spelling of `dialogs/knowledge/spelling.py`, where both written forms meet.
"""

_DOERS = """
lærer leder veileder rådgiver forsker bruker arbeider medarbeider inspektør rektor assistent logoped vikar
fagarbeider miljøarbeider spesiallærer faglærer kontaktlærer barnehagelærer mellomleder skoleleder utdanner spiller
hjelper deltaker eier skoleeier tillitsvalgt elev kollega
"""
DOERS = frozenset(_DOERS.split())
"""Nouns for people; snowball makes «lærer», «lærere» and «lærerne» three stems."""

_PARTS = """
klasse skole elev lærer ledelse leder miljø samarbeid time rom arbeid plan planlegging møte gruppe team fag lese lesing
skrive skriving regne regning språk norsk matte matematikk engelsk samfunn natur historie religion musikk kunst
håndverk kropp øving øvelse hjem foreldre foresatt barn barne ungdom trinn hage vurdering tilpasset opplæring
undervisning læring lære trivsel mobbing trygg trygghet veiledning kollega observasjon besøk utvikling
kvalitet mål tiltak råd utvalg assistent spesial pedagogikk pedagog kontakt samtale friminutt ute inne gård plass mat
måltid lek leke lekse ressurs teknologi data digital nett brett bok bibliotek fravær vikar overgang start slutt oppstart
avslutning dag uke år halvår prøve eksamen karakter hjelp støtte psykolog tjeneste kommune rektor inspektør prosess
nettverk refleksjon praksis erfaring deling makker medelev vann sang film bilde spill oppgave tekst ord begrep
forståelse strategi metode modell opplegg tema prosjekt verksted aktivitet tilsyn vakt regel rutine beskjed melding
informasjon kartlegging resultat statistikk undersøkelse medvirkning stemme demokrati inkludering fellesskap
tilhørighet relasjon atferd adferd konflikt krenkelse vold utenforskap motivasjon mestring forventning tilbakemelding
fremover framover kultur verdi etikk profesjon profesjons faglig sosial kompetanse spesialundervisning helse sykepleier
logoped ungdomsskole barneskole mellom små stor bygg økonomi budsjett tid personal voksen student lærling studie tur
"""
PARTS = frozenset(_PARTS.split())
"""Words that begin or end compounds; any of them may be followed by a joining s or e."""

_TWINS = """
kolleger>kollega kollegene>kollega frem>fram fremover>framover adferd>atferd pc>data ipad>brett nettbrett>brett
foreldre>foresatt forelder>foresatt foresette>foresatt heim>hjem
"""
TWINS = dict(pair.split(">") for pair in _TWINS.split())
"""Two words for one thing, which spelling cannot tell."""
