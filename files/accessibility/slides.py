"""PowerPoint slides."""

from collections import Counter

from files.accessibility.checks import Check, Name, check, is_address, is_alternative
from files.accessibility.office import has_title
from files.markup import Package
from files.places import Place
from files.privacy.readers.slides import slide_numbers

_SHAPES = frozenset({"sp", "pic", "graphicFrame", "cxnSp"})
_TITLES = frozenset({"title", "ctrTitle"})


class _Slide:
    """Takes the title, the pictures, tables and languages of a slide."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.title = ""
        self.silent = 0
        self.headless = self.tables = self.bare = self.links = 0
        self.has_language = False
        self.is_title = self.is_text = self.is_chart = self.is_link = False
        self.shape, self.described = "", True
        self.run = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _SHAPES:
            self.shape, self.described, self.is_chart = name, False, False
            self.is_title = False
        elif name == "cNvPr" and self.shape:
            self.described = is_alternative(attributes.get("descr", ""))
        elif name == "decorative" and attributes.get("val", "1") not in ("0", "false"):
            self.described = True
        elif name == "ph":
            self.is_title = attributes.get("type") in _TITLES
        elif name in ("chart", "relIds", "oleObj"):
            self.is_chart = True
        elif name == "tblPr":
            self.tables += 1
            self.headless += attributes.get("firstRow") not in ("1", "true")
        elif name == "rPr":
            self.has_language = self.has_language or bool(attributes.get("lang"))
        elif name == "r":
            self.run, self.is_link = "", False
        elif name == "hlinkClick":
            self.is_link = True
        self.is_text = name == "t"

    def end(self, name: str) -> None:
        self.is_text = False
        if name == "r" and self.is_link:
            self.links += 1
            self.bare += is_address(self.run)
        elif name in _SHAPES:
            is_picture = self.shape == "pic" or (self.shape == "graphicFrame" and self.is_chart)
            self.silent += is_picture and not self.described
            self.shape, self.is_title = "", False

    def letters(self, data: str) -> None:
        if self.is_text:
            self.run += data[:200]
            if self.is_title:
                self.title += data[:200]


def checks(package: Package) -> list[Check]:
    """Return the checks of slides."""
    slides = []
    for name, number in slide_numbers(package).items():
        slide = _Slide(Place("slide", number))
        package.walk(name, slide)
        slides.append(slide)
    titles = Counter(" ".join(one.title.casefold().split()) for one in slides)
    has_language = any(one.has_language for one in slides) or any(
        one.get("lang")
        for part in package.matching(r"ppt/(?:presentation|slidemasters/slidemaster1)\.xml")
        for _name, one in package.elements(part, ["defRPr", "rPr", "endParaRPr"])
    )
    made = [
        check(Name.TITLE, has_title(package)),
        check(Name.LANGUAGE, has_language),
        check(Name.SLIDE_TITLES, [one.place for one in slides if not one.title.strip()]),
        check(
            Name.UNIQUE_SLIDE_TITLES,
            [
                one.place
                for one in slides
                if one.title.strip() and titles[" ".join(one.title.casefold().split())] > 1
            ],
        ),
        check(Name.ALTERNATIVES, [one.place for one in slides for _ in range(one.silent)]),
    ]
    if any(one.tables for one in slides):
        headless = [one.place for one in slides for _ in range(one.headless)]
        made.append(check(Name.TABLE_HEADERS, headless))
    if any(one.links for one in slides):
        made.append(check(Name.LINK_TEXTS, [one.place for one in slides for _ in range(one.bare)]))
    return made
