"""Public pages and what stands around them."""

from home.models.contact import ContactMessage, ContactPage
from home.models.front import HomePage
from home.models.furniture import Navigation, Notice, StarterPage
from home.models.issues import IssueFollow, IssueIndexPage, IssuePage, IssueUpdateTold
from home.models.links import PageLink
from home.models.listing import SectionPage
from home.models.mission import AskedPage, DivisionPage, MissionPage, PeoplePage, StandardPage
from home.models.news import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from home.models.others import PeerOrganizationPage, RecognitionIndexPage, RecognitionPage
from home.models.programs import ProgramPage

__all__ = [
    "AskedPage",
    "ContactMessage",
    "ContactPage",
    "DivisionPage",
    "EventIndexPage",
    "EventPage",
    "HomePage",
    "IssueFollow",
    "IssueIndexPage",
    "IssuePage",
    "IssueUpdateTold",
    "MissionPage",
    "Navigation",
    "NewsIndexPage",
    "NewsPage",
    "Notice",
    "PageLink",
    "PeerOrganizationPage",
    "PeoplePage",
    "ProgramPage",
    "RecognitionIndexPage",
    "RecognitionPage",
    "SectionPage",
    "StandardPage",
    "StarterPage",
]
