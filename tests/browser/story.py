"""Two meetings of a group that does not exist: what its people say, in their own language."""

from dataclasses import dataclass

GUIDE = "Ineke"
GROUP = "Kring jeugdteam West"
PURPOSE = "Elke maand samen leren van gesprekken met gezinnen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What one member says in the first meeting."""

    name: str
    hope: str
    first_word: str
    title: str
    question: str
    asked: str
    advised: str
    insight: str
    last_word: str


NOOR = Member(
    name="Noor",
    hope="Dat ik mijn twijfels op tafel durf te leggen.",
    first_word="Ik kom net uit een lang gesprek, even landen.",
    title="De vader die steeds afzegt",
    question="Hoe krijg ik deze vader aan tafel zonder dat ik aan hem ga trekken?",
    asked="",
    advised="",
    insight="Ik werk harder dan hij, en daarmee neem ik hem iets af.",
    last_word="Opgelucht. Dank jullie wel.",
)
BAS = Member(
    name="Bas",
    hope="Leren vragen in plaats van meteen meedenken.",
    first_word="Ik heb er zin in vandaag.",
    title="Overleg met school loopt vast",
    question="Wat kan ik doen als school en ouders elk iets anders willen?",
    asked="Wat gebeurt er met jou op het moment dat zijn afzegging binnenkomt?",
    advised="Ik zou hem een keer bellen zonder iets te willen regelen.",
    insight="Een afzegging is ook een boodschap.",
    last_word="Rustig. Ik ga met iets naar huis.",
)
ESRA = Member(
    name="Esra",
    hope="Horen hoe anderen omgaan met lastige gesprekken.",
    first_word="Een beetje moe, maar ik ben er.",
    title="Een meisje dat niets zegt",
    question="Hoe blijf ik in gesprek als zij alleen haar schouders ophaalt?",
    asked="Wat zou hij zelf zeggen dat er nodig is?",
    advised="Ik zou de afspraak verplaatsen naar een plek die hij kiest.",
    insight="Ik laat te weinig stiltes vallen.",
    last_word="Mooi om zo te luisteren.",
)
DAAN = Member(
    name="Daan",
    hope="Meer rust in mijn hoofd over mijn werk.",
    first_word="Goed. Benieuwd wie er inbrengt.",
    title="Te veel gezinnen tegelijk",
    question="Hoe zeg ik tegen mijn leidinggevende dat het niet meer past?",
    asked="Waar ben je het meest bang voor als je niets meer doet?",
    advised="Ik zou hem vertellen wat zijn kinderen zeiden over hem.",
    insight="Ik mag eerder zeggen dat ik vastloop.",
    last_word="Tevreden.",
)
LIEKE = Member(
    name="Lieke",
    hope="Elkaar beter leren kennen als team.",
    first_word="Ik moet nog even wennen aan stilzitten.",
    title="",
    question="",
    asked="",
    advised="Ik zou een maand niets doen en kijken wat er dan gebeurt.",
    insight="Niets doen kan ook een keuze zijn.",
    last_word="Fijn dat het niet over oplossingen ging.",
)
MEMBERS = (NOOR, BAS, ESRA, DAAN, LIEKE)

CONTEXT = (
    "Ik begeleid een gezin met twee jongens van negen en elf. De ouders zijn gescheiden. Moeder komt "
    "altijd, vader heeft nu vier keer op de dag zelf afgezegd."
)
OWN_BEHAVIOUR = "Ik stuur dezelfde avond een bericht met drie nieuwe voorstellen."
EFFECT = "Hij antwoordt vriendelijk en zegt weer af. Ik merk dat ik boos word en dat laat ik niet zien."
ANSWERS = (
    "Ik zucht, en ik begin meteen te schuiven in mijn agenda.",
    "Dat we te snel willen. Dat heeft hij in het eerste gesprek gezegd.",
)
OBSERVATION = "Je ging sneller praten toen het over de moeder ging."
TAKEAWAY = "Ik heb zijn afzeggen steeds opgelost in plaats van ernaar te vragen."
ACTION = "Ik vraag hem wat het hem kost om te komen, en doe daarna geen nieuw voorstel."
FIRST_STEP = "Donderdag bel ik hem, na zijn werk."
DID = "Ik heb hem gebeld en gevraagd wat het hem kost. Daarna was ik stil."
HIS_EFFECT = "Hij vertelde dat hij zich schaamt tegenover zijn zonen. We lopen nu samen een rondje."
LEARNED = "Als ik stil ben, komt er iets."
FEEDBACK = "Je klinkt lichter dan de vorige keer."

SECOND_TITLE = "Overleg met school loopt vast"
SECOND_QUESTION = "Wat is mijn plek tussen school en ouders?"
SECOND_CONTEXT = "School wil een ander gesprek dan de ouders, en beiden bellen mij."
SECOND_ASKED = "Wie heeft jou gevraagd om ertussen te staan?"
SECOND_TAKEAWAY = "Ik hoef niet te vertalen wat zij elkaar niet zeggen."
