"""Made-up people and numbers: sample data, drawn from lists of common names."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random


def _listed(words: str) -> list[str]:
    return words.split()


FIRST = _listed(
    "Aaliyah Aiden Alejandro Alyssa Amara Andre Anika Anthony Ava Benjamin Brianna Caleb "
    "Camila Carlos Chloe Connor Daniela Darius Destiny Devon Diego Elena Eli Emily Emma Ethan "
    "Fatima Gabriel Grace Hannah Imani Isabella Isaiah Jada Jaden Jamal Jasmine Jayden "
    "Jessica Jordan Joshua Julia Kayla Keisha Kevin Layla Leah Liam Lucas Luis Madison Malik "
    "Maria Mateo Maya Mia Miguel Nadia Natalia Nathan Noah Olivia Omar Owen Priya Quinn "
    "Rachel Ryan Samantha Samuel Sofia Tanisha Thomas Tyler Victoria William Xavier Yusuf "
    "Zachary Zoe "
    # Less common ones too: no list of names is complete.
    "Oluwaseun Thuy Siobhan Kwame Ximena Zbigniew Nkechi Anahit Tadeusz Iaroslava Eun-ji Rukhsana"
)
LAST = _listed(
    "Adams Allen Alvarez Anderson Baker Bennett Brooks Brown Campbell Carter Castillo Chen "
    "Clark Coleman Collins Cooper Cruz Davis Diaz Edwards Evans Flores Foster Garcia Gomez "
    "Gonzalez Gray Green Griffin Hall Harris Henderson Hernandez Hill Howard Hughes Jackson "
    "James Jenkins Johnson Jones Kelly Khan Kim King Kowalski Lee Lewis Lopez Martin Martinez "
    "Miller Mitchell Moore Morales Morgan Murphy Nelson Nguyen O'Brien Ortiz Parker Patel "
    "Perez Perry Peterson Powell Price Ramirez Reed Reyes Rivera Roberts Robinson Rodriguez "
    "Rogers Ross Russell Sanchez Santiago Scott Simmons Smith Stewart Sullivan Taylor Thomas "
    "Thompson Torres Turner Vasquez Walker Ward Washington Watson White Williams Wilson Wood "
    "Wright Young "
    "Oyelaran Tran Papadopoulos Szczepanski Achebe Petrosyan Nowak Bui Mbeki Iwasaki Alfonsi Quiles"
)
TOWNS = _listed("Ashford Brookfield Canton Derby Easton Granby Hebron Ledyard Monroe Oxford")
TITLES = (
    "Principal",
    "Assistant Principal",
    "School Counselor",
    "Reading Interventionist",
    "Math Coach",
    "Social Worker",
    "Library Media Specialist",
    "Dean of Students",
    "Office Manager",
    "School Psychologist",
    "Grade 6 Teacher",
    "Special Education Teacher",
)
# Numbers that the Social Security Administration never gave out, or that everybody prints.
SAMPLE_SSNS = ("123-45-6789", "078-05-1120", "219-09-9999", "000-12-3456", "987-65-4321")


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person."""

    first: str
    last: str
    born: date
    ssn: str
    sasid: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def turned(self) -> str:
        return f"{self.last}, {self.first}"

    @property
    def email(self) -> str:
        return f"{self.first[0]}{self.last}@example.org".lower().replace("'", "")


def person(source: Random) -> Person:
    """Return someone of school age."""
    area = source.choice([n for n in range(1, 773) if n != 666])
    return Person(
        first=source.choice(FIRST),
        last=source.choice(LAST),
        born=date(2008, 1, 1) + timedelta(days=source.randrange(3650)),
        ssn=f"{area:03}-{source.randint(1, 99):02}-{source.randint(1, 9999):04}",
        sasid=f"{source.randint(1, 9)}{source.randrange(10**9):09}",
    )


def phone(source: Random) -> str:
    """Return a telephone number of those kept for fiction."""
    area, last = source.choice(("203", "860", "959")), f"01{source.randint(0, 99):02}"
    return source.choice(("({}) 555-{}", "{}-555-{}", "{}.555.{}", "{}555{}")).format(area, last)


def school(source: Random) -> str:
    kind = source.choice(("Elementary School", "Middle School", "High School", "Academy"))
    return f"{source.choice((*TOWNS, 'Lincoln', 'Maple Hill', 'Martin Luther King'))} {kind}"
