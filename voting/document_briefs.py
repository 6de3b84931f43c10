"""Each document in a few values, so that pages know when to read it again, and phones its text ahead."""

from collections.abc import Collection

from audit.documents import amendments_of
from ballots.amendment import LIVE, Status
from ballots.convention import Convention
from ballots.document import TabledDocument
from ballots.motion_acts import MatterKind
from ballots.ordering import committee_list, script
from ballots.standing import standing
from ballots.verdicts import about, whole_standing
from voting.amendment_views import Plain

# The assembly has decided on an amendment, or on a part of it.
BEGUN = frozenset({Status.ADOPTED, Status.SURVIVES, Status.REJECTED})


class DocumentBriefs:
    """Makes the briefs; where all amendments stand is looked at only after an entry that may have changed it."""

    def __init__(self) -> None:
        self._known: dict[str, Plain] = {}

    def of(self, convention: Convention) -> list[Plain]:
        """Return every document's last version: its digest, its last change, its amendments and those undecided.

        `vote` is `voting` while it or an amendment is put to the vote, `adopted` or `rejected` once the whole is, and
        `begun` once an amendment is; None before. `next` names the amendments that the script has next.
        """
        changed = last_changes(convention)
        documents = convention.documents.values()
        self._known = {one.digest: self._brief(convention, one, changed[one.digest]) for one in documents}
        return list(self._known.values())

    def _brief(self, convention: Convention, document: TabledDocument, changed: int) -> Plain:
        known = self._known.get(document.digest)
        if known is not None and known["changed"] == changed:
            return known
        # The committee's list goes first, as on the chair's page; one alone is no list. At an opening the whole hall
        # waits for this: the steps behind the first are not worked out.
        following = committee_list(convention, document)
        if len(following) < 2:
            following = next((step.amendments for step in script(convention, document)), ())
        amendments = [one for one in amendments_of(convention, document) if one.part_of is None]
        standings = [standing(convention, one).status for one in amendments]
        return {
            "document": document.tabled.document,
            "digest": document.digest,
            "version": document.tabled.version,
            "texts": dict(document.texts),
            "changed": changed,
            "amendments": len(amendments),
            "pending": sum(status in LIVE for status in standings),
            "vote": _vote(convention, document, standings),
            "next": list(following),
        }


def _vote(convention: Convention, document: TabledDocument, standings: Collection[Status]) -> str | None:
    whole = whole_standing(convention, document)
    if whole is not None:
        return whole.value
    if Status.VOTING in standings:
        return "voting"
    return None if BEGUN.isdisjoint(standings) else "begun"


def last_changes(convention: Convention) -> dict[str, int]:
    """Return, by the digest of each document's last version, the entry that changed what is known of it last."""
    found = {
        document.digest: max(document.index, convention.amended.get(document.digest, 0))
        for document in convention.documents.values()
    }
    changes = {name: motion.changed for name, motion in convention.motions.items()}
    changes |= {name: decision.changed for name, decision in convention.decisions.items()}
    for name, changed in changes.items():
        subject, matter = about(convention, name)
        if matter is not None and matter.kind is MatterKind.RECONSIDERATION:
            subject, _ = about(convention, matter.id)
        if subject is not None:
            _put(found, subject.digest, changed)
    return found


def _put(found: dict[str, int], version: str, changed: int) -> None:
    if version in found:
        found[version] = max(found[version], changed)
