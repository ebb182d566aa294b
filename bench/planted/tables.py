"""Tables of school material with their labels: columns by what they hold."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from bench.planted.people import TITLES, Person, person, phone, school

DISABILITIES = ("SLD", "Autism", "OHI - ADHD", "Speech", "ED", "None")


class Columns(NamedTuple):
    """Header and content of each column, what must be found, and what may be."""

    title: str
    columns: list[tuple[str, str]]
    kinds: str = ""
    allowed: str = ""
    has_header: bool = True


SECRET: list[Columns] = [
    Columns(
        "Homeroom 204", [("Student", "turned"), ("Grade", "grade"), ("Teacher", "staff")], "roster"
    ),
    Columns(
        "Class list",
        [("Last Name", "last"), ("First Name", "first"), ("Gr", "grade"), ("HR", "room")],
        "roster",
    ),
    Columns(
        "MAP results", [("Name", "name"), ("Fall RIT", "score"), ("Spring RIT", "score")], "roster"
    ),
    Columns(
        "Case load",
        [("Student Name", "name"), ("Disability", "disability"), ("Hours", "small")],
        "roster",
    ),
    Columns("504 plans", [("Student", "name"), ("504", "yes"), ("Review", "event")], "roster"),
    Columns(
        "Lunch", [("Pupil", "turned"), ("Lunch status", "lunch"), ("Balance", "money")], "roster"
    ),
    Columns(
        "Discipline",
        [("Date", "event"), ("Student", "name"), ("Offense", "offense"), ("Days", "small")],
        "roster",
    ),
    Columns(
        "Attendance", [("Name", "turned"), ("Days absent", "small"), ("Tier", "tier")], "roster"
    ),
    Columns(
        "Register",
        [("SASID", "sasid"), ("Last", "last"), ("First", "first"), ("DOB", "dob")],
        "sasid birth_date",
        "roster",
    ),
    Columns("State ids", [("State Student ID", "sasid"), ("School", "school")], "sasid"),
    Columns("Birthdays", [("Child", "name"), ("Birthdate", "dob")], "birth_date", "roster"),
    Columns(
        "Kindergarten screening",
        [("Name", "turned"), ("D.O.B.", "dob_iso"), ("Score", "score"), ("IEP", "yes")],
        "roster birth_date",
    ),
    Columns("Payroll", [("Employee", "name"), ("SSN", "ssn"), ("Step", "small")], "ssn", "roster"),
    Columns(
        "Working papers", [("Applicant", "turned"), ("Social Security", "ssn9")], "ssn", "roster"
    ),
    Columns(
        "Period 3",
        [("", "turned"), ("", "grade"), ("", "lunch"), ("", "score")],
        "roster",
        "",
        False,
    ),
    Columns(
        "Export",
        [("", "sasid"), ("", "turned"), ("", "grade"), ("", "dob")],
        "sasid",
        "roster birth_date",
        False,
    ),
    Columns("Honor roll", [("Student", "name"), ("Grade", "grade"), ("GPA", "gpa")], "roster"),
    Columns(
        "English learners",
        [
            ("Student ID", "local"),
            ("Student", "turned"),
            ("LAS Links", "small"),
            ("Language", "language"),
        ],
        "roster",
    ),
    Columns(
        "Phone tree",
        [("Student", "name"), ("Grade", "grade"), ("Guardian", "staff"), ("Phone", "phone")],
        "roster",
    ),
    Columns(
        "Reading groups", [("Name", "first_initial"), ("Level", "level"), ("IEP", "yes")], "roster"
    ),
]

HARMLESS: list[Columns] = [
    Columns(
        "Staff", [("Name", "staff"), ("Title", "title"), ("E-mail", "email"), ("Ext.", "room")]
    ),
    Columns("Faculty", [("Teacher", "staff"), ("Grade", "grade"), ("Room", "room")]),
    Columns(
        "Directory",
        [("Last", "last"), ("First", "first"), ("Position", "title"), ("Phone", "phone")],
    ),
    Columns("Bell schedule", [("Period", "small"), ("Begins", "time"), ("Ends", "time")]),
    Columns("Budget", [("Line", "local"), ("Purpose", "purpose"), ("Amount", "money")]),
    Columns("Budget by school", [("School", "school"), ("2023", "money"), ("2024", "money")]),
    Columns(
        "Schools",
        [
            ("School", "school"),
            ("Enrollment", "count"),
            ("IEP %", "percent"),
            ("Free lunch %", "percent"),
        ],
    ),
    Columns("Referrals", [("Month", "month"), ("Grade 6", "count"), ("Grade 7", "count")]),
    Columns("Subgroups", [("Subgroup", "subgroup"), ("Count", "count"), ("Proficient", "percent")]),
    Columns(
        "Suspensions", [("School", "school"), ("In-school", "count"), ("Out-of-school", "count")]
    ),
    Columns("Calendar", [("Date", "event"), ("Event", "event_name")]),
    Columns(
        "Principals",
        [("School", "school"), ("Grades", "span"), ("Principal", "staff"), ("Phone", "phone")],
    ),
    Columns("Coaching", [("Coach", "staff"), ("Leader", "staff"), ("School", "school")]),
    Columns(
        "Sign-in",
        [("Name", "name"), ("School", "school"), ("Position", "title"), ("Hours", "small")],
    ),
    Columns("Committee", [("Member", "name"), ("Role", "title"), ("Term ends", "event")]),
    Columns(
        "Books", [("Author", "turned"), ("Title", "purpose"), ("Year", "year"), ("ISBN", "isbn")]
    ),
    Columns("Agencies", [("Agency", "agency"), ("Hotline", "phone"), ("Fax", "phone")]),
    Columns("Orders", [("PO", "po"), ("Vendor", "agency"), ("Amount", "money")]),
    Columns("Rubric", [("Element", "purpose"), ("1", "level"), ("2", "level"), ("3", "level")]),
    Columns("Data dictionary", [("Field", "field"), ("Length", "small"), ("Meaning", "purpose")]),
    Columns("Presenters", [("Presenter", "name"), ("Session", "purpose"), ("Time", "time")]),
    Columns("Assignments", [("Teacher", "name"), ("Subject", "subject"), ("Grade", "grade")]),
]

FIELDS = ["SASID", "Date of Birth", "Last Name", "IEP", "Lunch status", "SSN", "Grade Code", "504"]
OFFENSES = ["Fighting", "Cutting class", "Vaping", "Defiance", "Bullying", "Theft"]
PURPOSES = [
    "Leading for equity",
    "Field trips",
    "Trust in teams",
    "Data walks",
    "Advisory",
    "Supplies",
]
SUBGROUPS = [
    "Students with IEP",
    "English learners",
    "Free lunch",
    "Black or African American",
    "All",
]
EVENTS = ["Open house", "First day of school", "PPT week", "Report cards", "Half day", "Graduation"]
AGENCIES = [
    "Child Guidance Clinic",
    "DCF Careline",
    "United Way 211",
    "Office Depot",
    "Transit District",
]

MAKERS: dict[str, Callable[[Random, Person], str]] = {
    "name": lambda s, p: p.name,
    "turned": lambda s, p: p.turned,
    "first": lambda s, p: p.first,
    "last": lambda s, p: p.last,
    "first_initial": lambda s, p: f"{p.first} {p.last[0]}.",
    "staff": lambda s, p: s.choice(("Ms. ", "Mr. ", "Dr. ", "Mrs. ")) + person(s).last,
    "title": lambda s, p: s.choice(TITLES),
    "email": lambda s, p: p.email,
    "grade": lambda s, p: s.choice(
        ("K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
    ),
    "room": lambda s, p: str(s.randint(100, 320)),
    "score": lambda s, p: str(s.randint(150, 260)),
    "small": lambda s, p: str(s.randint(1, 25)),
    "count": lambda s, p: str(s.randint(11, 900)),
    "percent": lambda s, p: f"{s.uniform(3, 70):.1f}%",
    "money": lambda s, p: f"${s.uniform(2, 90000):,.2f}",
    "disability": lambda s, p: s.choice(DISABILITIES),
    "yes": lambda s, p: s.choice(("Y", "N", "Yes", "No")),
    "lunch": lambda s, p: s.choice(("Free", "Reduced", "Full", "F", "R")),
    "offense": lambda s, p: s.choice(OFFENSES),
    "tier": lambda s, p: s.choice(("Tier 1", "Tier 2", "Tier 3")),
    "event": lambda s, p: f"{s.randint(1, 12)}/{s.randint(1, 28)}/2024",
    "event_name": lambda s, p: s.choice(EVENTS),
    "month": lambda s, p: s.choice(("September", "October", "November", "December")),
    "school": lambda s, p: school(s),
    "sasid": lambda s, p: p.sasid,
    "ssn": lambda s, p: p.ssn,
    "ssn9": lambda s, p: p.ssn.replace("-", ""),
    "dob": lambda s, p: f"{p.born:%m/%d/%Y}",
    "dob_iso": lambda s, p: f"{p.born:%Y-%m-%d}",
    "gpa": lambda s, p: f"{s.uniform(3, 4):.2f}",
    "local": lambda s, p: str(s.randint(10000, 99999)),
    "language": lambda s, p: s.choice(("Spanish", "Portuguese", "Arabic", "Polish", "Creole")),
    "phone": lambda s, p: phone(s),
    "level": lambda s, p: s.choice(("J", "K", "M", "Below", "At goal", "Above")),
    "time": lambda s, p: f"{s.randint(7, 14)}:{s.randint(0, 59):02}",
    "purpose": lambda s, p: s.choice(PURPOSES),
    "subgroup": lambda s, p: s.choice(SUBGROUPS),
    "span": lambda s, p: s.choice(("K-5", "6-8", "9-12", "PK-8")),
    "year": lambda s, p: str(s.randint(1990, 2023)),
    "isbn": lambda s, p: f"0{s.randrange(10**9):09}",
    "agency": lambda s, p: s.choice(AGENCIES),
    "po": lambda s, p: f"20240{s.randrange(10**5):05}",
    "field": lambda s, p: s.choice(FIELDS),
    "subject": lambda s, p: s.choice(("Algebra I", "English 9", "Biology", "Art")),
}
SECRET_COLUMNS = {"name", "turned", "sasid", "ssn", "ssn9", "dob", "dob_iso"}


def rows_of(source: Random, columns: Columns, count: int) -> tuple[list[list[str]], list[str]]:
    """Return rows, with their header if they have one, and what in them is secret."""
    rows = [[name for name, _kind in columns.columns]] if columns.has_header else []
    secrets = []
    for _ in range(count):
        one = person(source)
        row = [MAKERS[kind](source, one) for _name, kind in columns.columns]
        rows.append(row)
        secrets += [
            cell
            for cell, (_name, kind) in zip(row, columns.columns, strict=True)
            if kind in SECRET_COLUMNS
        ]
    return rows, secrets
