import pytest

from tipline.telltale.linter import marks
from tipline.telltale.reasons import Profile, Reason


def found(text: str) -> set[tuple[Reason, str]]:
    return {(mark.reason, mark.words.strip()) for mark in marks(text, profile=Profile.SUMMARY)}


MARKED = [
    (Reason.STREET, "found at 123 King Street West", "123 King Street West"),
    (Reason.STREET, "on Jane St near the park", "Jane St"),
    (Reason.STREET, "on jane street", "jane street"),
    (Reason.STREET, "12 oak cres", "12 oak cres"),
    (Reason.STREET, "on 5th Avenue", "5th Avenue"),
    (Reason.STREET, "at 40 Mill Pond Court", "40 Mill Pond Court"),
    (Reason.STREET, "near Oak Dr.", "Oak Dr"),
    (Reason.STREET, "off Highway 401", "Highway 401"),
    (Reason.STREET, "corner of Jane and Finch", "corner of Jane and Finch"),
    (Reason.STREET, "at M5V 2T6", "M5V 2T6"),
    (Reason.STREET, "dans la rue Sherbrooke", "rue Sherbrooke"),
    (Reason.STREET, "au 12 rue des Érables", "12 rue des Érables"),
    (Reason.STREET, "boulevard Saint-Laurent", "boulevard Saint-Laurent"),
    (Reason.STREET, "sur la route 138", "route 138"),
    (Reason.DAY, "arrested last Tuesday", "Tuesday"),
    (Reason.DAY, "on March 5", "March 5"),
    (Reason.DAY, "on the 5th of March", "5th of March"),
    (Reason.DAY, "on 2026-11-24 at dawn", "2026-11-24"),
    (Reason.DAY, "on 24/11/2026", "24/11/2026"),
    (Reason.DAY, "on 11/24", "11/24"),
    (Reason.DAY, "happened yesterday", "yesterday"),
    (Reason.DAY, "it was last night", "last night"),
    (Reason.DAY, "three days ago", "three days ago"),
    (Reason.DAY, "on Christmas", "Christmas"),
    (Reason.DAY, "on Canada Day", "Canada Day"),
    (Reason.DAY, "lundi dernier", "lundi"),
    (Reason.DAY, "le 5 mars", "5 mars"),
    (Reason.DAY, "le 1er avril", "1er avril"),
    (Reason.DAY, "c'était hier", "hier"),
    (Reason.DAY, "il y a trois jours", "y a trois jours"),
    (Reason.DAY, "aujourd'hui", "aujourd'hui"),
    (Reason.TIME, "at 3:30 p.m.", "3:30 p.m."),
    (Reason.TIME, "at 3 pm", "3 pm"),
    (Reason.TIME, "at 11pm they left", "11pm"),
    (Reason.TIME, "at 23:00", "23:00"),
    (Reason.TIME, "at 1530 hours", "1530 hours"),
    (Reason.TIME, "5 o'clock", "5 o'clock"),
    (Reason.TIME, "around midnight", "midnight"),
    (Reason.TIME, "à 15h30", "15h30"),
    (Reason.TIME, "vers 15 h", "15 h"),
    (Reason.TIME, "à minuit", "minuit"),
    (Reason.UNIT, "by 51 Division", "51 Division"),
    (Reason.UNIT, "Division 51 went", "Division 51"),
    (Reason.UNIT, "D51 went", "D51"),
    (Reason.UNIT, "the 14th precinct", "14th precinct"),
    (Reason.UNIT, "in Unit 3", "Unit 3"),
    (Reason.UNIT, "Guns and Gangs had it", "Guns and Gangs"),
    (Reason.UNIT, "the drug squad", "drug squad"),
    (Reason.UNIT, "the homicide unit", "homicide unit"),
    (Reason.UNIT, "an emergency task force", "task force"),
    (Reason.UNIT, "the OPP", "OPP"),
    (Reason.UNIT, "with Peel Police", "Peel Police"),
    (Reason.UNIT, "l'escouade des stupéfiants", "escouade des stupéfiants"),
    (Reason.UNIT, "le poste de quartier", "poste de quartier"),
    (Reason.UNIT, "le PDQ 12", "PDQ"),
    (Reason.SUM, "paid $1,250 for it", "$1,250"),
    (Reason.SUM, "about $1,000", "$1,000"),
    (Reason.SUM, "CA$500 each", "CA$500"),
    (Reason.SUM, "$5k in cash", "$5k"),
    (Reason.SUM, "1,250 dollars", "1,250 dollars"),
    (Reason.SUM, "two thousand dollars", "two thousand dollars"),
    (Reason.SUM, "a few hundred bucks", "hundred bucks"),
    (Reason.SUM, "for 20 grand", "20 grand"),
    (Reason.SUM, "for 20k", "20k"),
    (Reason.SUM, "1 250 $ en argent", "1 250 $"),
    (Reason.SUM, "deux mille dollars", "deux mille dollars"),
    (Reason.SUM, "£300", "£300"),
    (Reason.SUM, "300 €", "300 €"),
    (Reason.PLATE, "a truck, ABCD 123", "ABCD 123"),
    (Reason.PLATE, "the car ABCD123", "ABCD123"),
    (Reason.PLATE, "a van 123 ABC", "123 ABC"),
    (Reason.PHONE, "from 416-555-0134", "416-555-0134"),
    (Reason.EMAIL, "wrote to ann@example.org", "ann@example.org"),
    (Reason.HANDLE, "sold by @redman", "@redman"),
    (Reason.TIP_NUMBER, "see TOR-4F7K-92QX", "TOR-4F7K-92QX"),
    (Reason.TIP_NUMBER, "tip tor-4f7k-92qx", "tor-4f7k-92qx"),
    (Reason.TIP_NUMBER, "TOR 4F7K 92QX", "TOR 4F7K 92QX"),
    (Reason.TIP_NUMBER, "TOR-ABCD-EFGH", "TOR-ABCD-EFGH"),
    (Reason.FAMILY, "the reporter is his cousin", "reporter is his cousin"),
    (Reason.NEIGHBOUR, "the tipster was a neighbour", "tipster was a neighbour"),
    (Reason.COLLEAGUE, "the caller is his employee", "caller is his employee"),
    (Reason.FAMILY, "l'indicatrice ou l'informateur est son frère", "informateur est son frère"),
]


@pytest.mark.parametrize(("reason", "text", "words"), MARKED)
def test_what_may_tell_the_case_is_marked_in_a_summary(reason: Reason, text: str, words: str) -> None:
    assert (reason, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "A man was arrested and a handgun was recovered in the west of the city.",
        "Information led to two arrests and the recovery of a quantity of drugs.",
        "the street, a busy road, this avenue, the main road, off the highway",
        "street drugs; road rage; a drive; in court; took place; a way out",
        "20 bags in plain court",
        "close to the park, by way of the back lane",
        "Dr Adams and St Clair are people",
        "The Street was empty. Main entrance. In Court he said no.",
        "a gold square and a circle",
        "the month of March, in March 2026",
        "may be armed; they march; he may go",
        "the second man, the third of five",
        "for 24h, within 48 h, pendant 24 h",
        "1/2 ounce and 3/4 of it",
        "a ratio of 3:1",
        "he sat in the sun; we wed",
        "a storage unit; the unit was empty; a division of labour",
        "the Gas Station and the Air Force",
        "police went to the house; the Police came",
        "The police, a station, his team",
        "a bureau with drawers",
        "20 pounds of cocaine, dix pour cent, ten per cent",
        "grand theft, a grand piano",
        "3 kg, 500 grams, 20 pills, 100 mg",
        "two hundred pills, thousands of pills",
        "an AK47, a 9mm, an AR15, a Glock 19",
        "iPhone 12, PS5, covid19, 1080p, F150",
        "the reporter was anonymous; the tipster called twice; the source is reliable",
        "his cousin was arrested; the neighbour called",
        "ONE-TWO-THREE and well-known-fact",
        "la rue, une avenue, en route, sur place, le chemin",
        "les mois de mars et avril; il marche; en mai",
        "une unité de valeur, une équipe",
        "la saisie d'une arme et deux arrestations dans l'ouest de la ville",
        "un homme de 30 ans; 12 sachets",
        "cent personnes, mille fois",
    ],
)
def test_a_plain_summary_is_left_alone(text: str) -> None:
    assert found(text) == set()


def test_what_tells_the_case_is_left_alone_in_what_a_reporter_writes() -> None:
    text = (
        "At 123 King Street, last Tuesday at 3 pm, ABCD 123, he paid $1,250; 51 Division knows TOR-4F7K-92QX"
    )

    assert marks(text) == ()
