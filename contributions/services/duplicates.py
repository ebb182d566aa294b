"""What a contribution is alike to: the same file, or a file or text with nearly the same words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.enums import Likeness, State
from contributions.models import LikenessAnswer, Submission
from files.alike import alike, signatures_of
from files.likeness import signature
from files.models import StoredFile
from library.enums import RelationKind
from library.models import ResourceFile, ResourcePage, ResourceRelation
from library.permissions import visibilities_for
from library.querysets import ResourceQuerySet
from library.services.typed_likeness import alike_to, text_of

MOST = 5
LONGEST_NOTE = 500
# What the contributor says: the answer, and a note.
Answers = Mapping[int, tuple[str, str]]
# The files of a contribution: hash and name for readers.
Listed = Sequence[tuple[str, str]]
# A resource, which of ours it is like, how much of it, and which of its own.
Found = tuple[ResourcePage, str, float, str]
# More than all of the text: the same bytes.
SAME = 2.0
# The key of what is typed, beside the hashes of files.
_TYPED = "typed"


@dataclass(frozen=True)
class Match:
    """A resource that has a file or a text like one of a contribution's.

    `share` is how much of the text is the same, 0 to 1, and 2 for the same bytes.
    """

    resource: ResourcePage
    share: float
    ours: str
    theirs: str
    answer: str = ""
    note: str = ""

    @property
    def answer_label(self) -> str:
        """What the contributor says, in words; nothing if she did not."""
        return str(Likeness(self.answer).label) if self.answer else ""

    @property
    def is_same(self) -> bool:
        """Whether the bytes are the same."""
        return self.share >= SAME

    @property
    def percent(self) -> int:
        """How alike they are, for people."""
        return min(100, round(self.share * 100))


@dataclass(frozen=True)
class OtherSubmission:
    """A submission that waits and has a file like one of this one's."""

    submission: Submission
    percent: int
    theirs: str


def listed(resource: ResourcePage) -> Listed:
    """Return the files that a resource lists."""
    return [(row.sha256, row.title) for row in resource.resource_files.all()]


def matches(*, files: Listed, text: str, besides: int, user: Any, answers: Answers) -> list[Match]:
    """Return what files and a typed text are alike to among the published resources that a person
    may see, the most alike first, five at most.

    Args:
        files: of the draft, or of what was handed in.
        text: what is typed into it.
        besides: key of its own resource.
        user: who looks.
        answers: what the contributor says about each.
    """
    ours = {sha256: f"“{title}”" for sha256, title in files} | {_TYPED: _("What is typed")}
    signatures = {**signatures_of(sha256 for sha256, _title in files), _TYPED: signature(text)}
    found = [
        *_with_such_files(signatures, [sha256 for sha256, _title in files], user),
        *_with_such_texts(signatures, user),
    ]
    best: dict[int, Match] = {}
    for resource, key, share, theirs in found:
        known = best.get(resource.pk)
        if resource.pk != besides and (known is None or share > known.share):
            said, note = answers.get(resource.pk, ("", ""))
            best[resource.pk] = Match(
                resource=resource,
                share=share,
                ours=ours[key],
                theirs=theirs,
                answer=said,
                note=note,
            )
    return sorted(best.values(), key=lambda one: (-one.share, one.resource.pk))[:MOST]


def _with_such_files(
    signatures: Mapping[str, bytes], same: Sequence[str], user: Any
) -> Iterator[Found]:
    """Yield resources that list the same bytes, or bytes whose text is alike to a signature."""
    shares = alike(signatures)
    for sha256 in same:
        shares[sha256][sha256] = SAME
    hashes = {other for others in shares.values() for other in others}
    rows = ResourceFile.objects.filter(sha256__in=hashes)
    rows = rows.filter(resource__in=_seen_by(user).values("pk")).select_related("resource")
    for row in rows:
        for key, others in shares.items():
            if row.sha256 in others:
                yield row.resource, key, others[row.sha256], f"“{row.title}”"


def _with_such_texts(signatures: Mapping[str, bytes], user: Any) -> Iterator[Found]:
    """Yield resources whose typed text is alike to a signature."""
    shares = alike_to(signatures)
    keys = {pk for others in shares.values() for pk in others}
    for resource in _seen_by(user).filter(pk__in=keys):
        for key, others in shares.items():
            if resource.pk in others:
                yield resource, key, others[resource.pk], _("the text")


def waiting_matches(*, submission: Submission, resource: ResourcePage) -> list[OtherSubmission]:
    """Return the other submissions that were handed in and have a file like one of this one's; for
    editors alone.

    Args:
        submission: the one that is reviewed.
        resource: what was handed in.
    """
    own = [sha256 for sha256, _title in listed(resource)]
    shares = dict.fromkeys(own, 1.0)
    for others in alike(signatures_of(own)).values():
        for sha256, share in others.items():
            shares[sha256] = max(share, shares.get(sha256, 0.0))
    found: dict[int, OtherSubmission] = {}
    files = StoredFile.objects.available().filter(sha256__in=shares, is_examined=True)
    files = files.exclude(pk__in=[row.stored_file_id for row in resource.resource_files.all()])
    for stored_file in files.order_by("-pk")[: MOST * 4]:
        carrying = Submission.objects.open().exclude(state=State.DRAFT).carrying(stored_file)
        for other in carrying.exclude(pk=submission.pk).exclude(resource=submission.resource_id):
            percent = round(shares[stored_file.sha256] * 100)
            known = found.get(other.pk)
            if known is None or percent > known.percent:
                found[other.pk] = OtherSubmission(other, percent, stored_file.original_name)
    return sorted(found.values(), key=lambda one: -one.percent)[:MOST]


def answers_of(submission: Submission) -> dict[int, tuple[str, str]]:
    """Return what the contributor said, by resource."""
    rows = submission.likeness_answers.values_list("resource_id", "answer", "note")
    return {pk: (answer, note) for pk, answer, note in rows}


@transaction.atomic
def answer(*, submission: Submission, answers: Answers, now: datetime | None = None) -> None:
    """Keep what the contributor says; answers that are none, or about nothing, are left out.

    Args:
        submission: her own, which she may edit.
        answers: by resource.
        now: the present.
    """
    kept = {
        pk: (said, note.replace("\x00", "").strip()[:LONGEST_NOTE])
        for pk, (said, note) in answers.items()
        if said in Likeness.values
    }
    # A form may name any key, and hundreds: she was asked about few, all of which she may see.
    seen = _seen_by(submission.contributor).filter(pk__in=kept)
    for pk in seen.order_by("pk").values_list("pk", flat=True)[: MOST * 4]:
        said, note = kept[pk]
        LikenessAnswer.objects.update_or_create(
            submission=submission,
            resource_id=pk,
            defaults={"answer": said, "note": note, "answered_at": now or timezone.now()},
        )


def unanswered(*, submission: Submission, resource: ResourcePage) -> str:
    """Return what the contributor still has to say about what hers is alike to; nothing if all is
    said."""
    answers = answers_of(submission)
    words = []
    found = matches(
        files=listed(resource),
        text=text_of(resource),
        besides=resource.pk,
        user=submission.contributor,
        answers=answers,
    )
    for match in found:
        title = {"title": match.resource.title}
        if not match.answer:
            words.append(_("Say how it is related to “%(title)s”.") % title)
        elif match.answer == Likeness.SAME:
            words.append(
                _(
                    "You say that it is the same as “%(title)s”, which is in the library already. "
                    "Delete this draft, or answer otherwise."
                )
                % title
            )
        elif match.answer == Likeness.NEITHER and not match.note:
            words.append(_("Say what makes it different from “%(title)s”.") % title)
    return " ".join(words)


def relate(*, submission: Submission, resource: ResourcePage) -> None:
    """Let a resource say what it is adapted from, as its contributor answered; nothing is saved."""
    answers = answers_of(submission)
    adapted = {pk for pk, (said, _note) in answers.items() if said == Likeness.ADAPTATION}
    rows = [
        row
        for row in resource.relations.all()
        if row.kind != RelationKind.BASED_ON
        or row.target_id not in answers
        or row.target_id in adapted
    ]
    there = {row.target_id for row in rows if row.kind == RelationKind.BASED_ON}
    targets = _seen_by(submission.contributor).filter(pk__in=adapted - there)
    rows += [ResourceRelation(target=each, kind=RelationKind.BASED_ON) for each in targets]
    resource.relations.set(rows)


def _seen_by(user: Any) -> ResourceQuerySet:
    """Return the published resources that a person may see."""
    seen: ResourceQuerySet = ResourcePage.objects.published()
    return seen.visible_to(visibilities_for(user))
