"""The planted documents: labelled files about students, and files that only look like it.

Each variant of each family is in one half only, so that what is held out has sentences and layouts
that the other half has not.
"""

from collections.abc import Callable, Iterator
from random import Random

from bench.planted import blind_letters, letters, phrases, tables
from bench.planted.people import SAMPLE_SSNS, Person, person, phone, school
from bench.planted.phrases import FILLER, Phrase
from bench.planted.render import render
from bench.planted.sheets import Block, Heading, Planted, Sheet, Table, Text
from bench.planted.tables import Columns, rows_of

SEED = 20261126
TEXT_KINDS = ("docx", "pdf", "txt", "md", "odt", "pptx", "odp")
TABLE_KINDS = ("xlsx", "csv", "ods", "docx", "pdf", "odt", "txt", "md", "pptx")
TEXTS_EACH, TABLES_EACH = 2, 3
HEADINGS = ("Attendance teams", "Advisory at a glance", "Notes", "Our practice", "Next steps")
KEEPERS = ("Office", "A. Reviewer", "Team lead")

# Where a secret sits beside the pages, and the files that have such a place.
BESIDE = {
    "comment": ("docx", "pptx", "xlsx", "odt", "ods", "odp", "pdf"),
    "deleted": ("docx", "odt"),
    "inserted": ("docx", "odt"),
    "note": ("pptx", "odp"),
    "hidden-slide": ("pptx", "odp"),
    "header": ("docx", "odt", "pdf", "xlsx"),
    "footer": ("docx", "odt"),
    "property": ("docx", "pptx", "xlsx", "odt", "pdf"),
    "custom": ("docx", "xlsx", "odt", "pdf"),
}
KIND_OF_PLACE = {
    "comment": "comments",
    "deleted": "tracked_changes",
    "inserted": "tracked_changes",
    "note": "notes",
}
INNOCENT = (
    "Shorten this paragraph, please.",
    "Say hello, then show the chart for a minute.",
    "Can we add the figures of last spring?",
)


def words_of(source: Random, one: Person) -> dict[str, str]:
    """Return what the braces of a phrase stand for."""
    other, staff = person(source), [person(source) for _ in range(3)]
    return {
        "first": one.first,
        "last": one.last,
        "name": one.name,
        "turned": one.turned,
        "other": other.name,
        "ssn": one.ssn,
        "ssn9": one.ssn.replace("-", ""),
        "ssn_": one.ssn.replace("-", " "),
        "sasid": one.sasid,
        "sasid2": other.sasid,
        "dob": f"{one.born:%m/%d/%Y}",
        "dob_iso": f"{one.born:%Y-%m-%d}",
        "dob_long": f"{one.born:%B} {one.born.day}, {one.born.year}",
        "dob_short": f"{one.born.month}-{one.born.day}-{one.born:%y}",
        "staff": staff[0].name,
        "staff2": staff[1].name,
        "staff3": staff[2].name,
        "sample_ssn": source.choice(SAMPLE_SSNS),
        "phone": phone(source),
        "phone2": phone(source),
        "phone9": f"860555{source.randint(100, 999)}",
        "school": school(source),
        "school2": school(source),
    }


def told(source: Random, phrase: Phrase) -> tuple[str, list[str]]:
    """Return a phrase about someone, and what of it is secret."""
    words = words_of(source, person(source))
    secrets = [
        words[key]
        for key in ("name", "turned", "ssn", "ssn9", "ssn_", "sasid", "dob", "dob_iso", "dob_long")
        if f"{{{key}}}" in phrase.text
    ]
    return phrase.text.format(**words), secrets


def filler(source: Random, count: int) -> list[Block]:
    return [Text(told(source, Phrase(line))[0]) for line in source.sample(FILLER, count)]


def around(source: Random, block: Block) -> Sheet:
    """Return a memo with a block somewhere in it."""
    blocks = filler(source, source.randint(2, 4))
    blocks.insert(source.randrange(len(blocks) + 1), block)
    return Sheet([Heading(source.choice(HEADINGS)), *blocks])


def halves(count: int, family: str) -> list[bool]:
    """Return which variants of a family are held out: about one half, drawn by its name."""
    places = [number % 2 == 0 for number in range(count)]
    Random(f"{SEED} {family}").shuffle(places)
    return places


def _planted(
    source: Random,
    title: str,
    extension: str,
    sheet: Sheet,
    labels: tuple[str, str],
    secrets: list[str],
    is_held_out: bool,
) -> Planted:
    kinds, allowed = (frozenset(label.split()) for label in labels)
    data = render(extension, sheet, source)
    name = f"{title}.{extension}"
    return Planted(name, extension, data, kinds, allowed, tuple(secrets), is_held_out)


def _texts(family: str, variants: list[Phrase]) -> Iterator[Planted]:
    for number, (phrase, out) in enumerate(
        zip(variants, halves(len(variants), family), strict=True)
    ):
        source = Random(f"{SEED} {family} {number}")
        for extension in source.sample(TEXT_KINDS, TEXTS_EACH):
            text, secrets = told(source, phrase)
            sheet = around(source, Text(text))
            labels = (phrase.kinds, phrase.allowed)
            yield _planted(source, f"{family}-{number}", extension, sheet, labels, secrets, out)


def _tables(family: str, variants: list[Columns]) -> Iterator[Planted]:
    for number, (columns, out) in enumerate(
        zip(variants, halves(len(variants), family), strict=True)
    ):
        source = Random(f"{SEED} {family} {number}")
        for extension in source.sample(TABLE_KINDS, TABLES_EACH):
            rows, secrets = rows_of(source, columns, source.randint(6, 24))
            sheet = around(source, Table(rows, name=columns.title))
            labels = (columns.kinds, columns.allowed)
            yield _planted(source, f"{family}-{number}", extension, sheet, labels, secrets, out)


def _letters() -> Iterator[Planted]:
    for title, batch in (
        ("first", letters.FIRST),
        ("second", letters.SECOND),
        ("third", letters.THIRD),
        ("blind", blind_letters.BLIND),
    ):
        for number, phrase in enumerate(batch):
            source = Random(f"{SEED} letter {title} {number}")
            text, secrets = told(source, phrase)
            # On its own and in a memo: what stands around must not matter.
            for extension, sheet in (
                (source.choice(("txt", "md")), Sheet([Text(text)])),
                (source.choice(("docx", "pdf", "odt")), around(source, Text(text))),
            ):
                yield _planted(
                    source,
                    f"letter-{title}-{number}",
                    extension,
                    sheet,
                    (phrase.kinds, phrase.allowed),
                    secrets,
                    title in ("third", "blind"),
                )


def _lists() -> Iterator[Planted]:
    """Rosters as bullets and numbered lines rather than tables."""
    shapes: list[Callable[[Person, Random], str]] = [
        lambda p, s: f"{p.name} - Grade {s.randint(1, 12)} - {s.choice(('504', 'IEP', 'none'))}",
        lambda p, s: f"{p.turned} ({s.randint(6, 8)}), {s.randint(4, 30)} absences",
        lambda p, s: f"{p.name}: {s.choice(('suspended', 'office referral', 'detention'))}",
        lambda p, s: f"* {p.name}, F&P level {s.choice('JKLMN')}, below goal",
        lambda p, s: f"{s.randint(10000, 99999)} {p.turned} {p.born:%m/%d/%Y}",
        lambda p, s: f"{p.name} / gr. {s.randint(1, 5)} / free lunch",
    ]
    for number, (shape, out) in enumerate(zip(shapes, halves(len(shapes), "list"), strict=True)):
        source = Random(f"{SEED} list {number}")
        for extension in source.sample(TEXT_KINDS, 3):
            people = [person(source) for _ in range(source.randint(6, 15))]
            sheet = around(source, Heading("Students to discuss"))
            sheet.blocks += [Text(f"{n}. {shape(p, source)}") for n, p in enumerate(people, 1)]
            secrets = [p.name for p in people] + [p.turned for p in people]
            allowed = "student birth_date"
            yield _planted(
                source, f"list-{number}", extension, sheet, ("roster", allowed), secrets, out
            )


def _beside() -> Iterator[Planted]:
    """Secrets where readers do not look, and innocent words in the same places."""
    secret = [p for family in phrases.SECRET.values() for p in family]
    for place, extensions in BESIDE.items():
        for number, extension in enumerate(extensions):
            source = Random(f"{SEED} {place} {number}")
            for is_innocent in (False, True):
                phrase = Phrase(source.choice(INNOCENT)) if is_innocent else source.choice(secret)
                text, secrets = told(source, phrase)
                sheet = around(source, Heading("Agenda"))
                if place == "note":
                    # A hint for the speaker on one slide, the secret on another.
                    sheet.notes = [*(["Greet everyone."] * source.randint(0, 1)), text]
                else:
                    _put(sheet, place, text, source)
                kinds = f"{phrase.kinds} {KIND_OF_PLACE.get(place, '')}"
                title = f"{place}-{'innocent' if is_innocent else 'secret'}"
                labels = (kinds, phrase.allowed)
                out = number % 2 == 0
                yield _planted(source, title, extension, sheet, labels, secrets, out)


def _put(sheet: Sheet, place: str, text: str, source: Random) -> None:
    author = source.choice(KEEPERS)
    if place == "comment":
        sheet.comments = [(author, text)]
    elif place == "deleted":
        sheet.deleted = [(author, text)]
    elif place == "inserted":
        sheet.inserted = [(author, text)]
    elif place == "hidden-slide":
        sheet.hidden_slides = [text]
    elif place == "header":
        sheet.header = text
    elif place == "footer":
        sheet.footer = text
    elif place == "custom":
        sheet.custom = {"Checked by": text}
    else:
        sheet.properties = {source.choice(("title", "subject", "comments")): text}


def _hidden_tables() -> Iterator[Planted]:
    for number, hidden in enumerate(("sheet", "rows", "columns")):
        for extension in ("xlsx", "ods"):
            source = Random(f"{SEED} hidden {number} {extension}")
            columns = source.choice(tables.SECRET)
            rows, secrets = rows_of(source, columns, 12)
            harmless, _ = rows_of(source, tables.HARMLESS[6], 8)
            sheet = Sheet([Table(harmless, "Summary"), Table(rows, "Source", hidden)])
            labels, out = (columns.kinds, columns.allowed), number != 1
            yield _planted(source, f"hidden-{hidden}", extension, sheet, labels, secrets, out)


def documents() -> Iterator[Planted]:
    """Yield every planted document, the same on each call."""
    for family, variants in phrases.SECRET.items():
        yield from _texts(family, variants)
    yield from _texts("harmless", phrases.HARMLESS)
    yield from _tables("table", tables.SECRET)
    yield from _tables("plain-table", tables.HARMLESS)
    yield from _lists()
    yield from _letters()
    yield from _beside()
    yield from _hidden_tables()
