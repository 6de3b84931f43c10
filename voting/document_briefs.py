"""Each document in a few values, so that pages know when to read it again."""

from audit.documents import amendments_of
from ballots.amendment import LIVE
from ballots.convention import Convention
from ballots.document import TabledDocument
from ballots.motion_acts import MatterKind
from ballots.standing import standing
from ballots.verdicts import about
from voting.amendment_views import Plain


class DocumentBriefs:
    """Makes the briefs; where all amendments stand is looked at only after an entry that may have changed it."""

    def __init__(self) -> None:
        self._known: dict[str, Plain] = {}

    def of(self, convention: Convention) -> list[Plain]:
        """Return every document's last version: its digest, its last change, its amendments and those undecided."""
        changed = _decided(convention)
        documents = convention.documents.values()
        self._known = {one.digest: self._brief(convention, one, changed.get(one.digest, 0)) for one in documents}
        return list(self._known.values())

    def _brief(self, convention: Convention, document: TabledDocument, decided: int) -> Plain:
        changed = max(document.index, convention.amended.get(document.digest, 0), decided)
        known = self._known.get(document.digest)
        if known is not None and known["changed"] == changed:
            return known
        amendments = [one for one in amendments_of(convention, document) if one.part_of is None]
        return {
            "document": document.tabled.document,
            "digest": document.digest,
            "version": document.tabled.version,
            "changed": changed,
            "amendments": len(amendments),
            "pending": sum(standing(convention, one).status in LIVE for one in amendments),
        }


def _decided(convention: Convention) -> dict[str, int]:
    """Return, by the digest of a version, the entry that changed a motion or a decision on it last."""
    found: dict[str, int] = {}
    changes = {name: motion.changed for name, motion in convention.motions.items()}
    for name, decision in convention.decisions.items():
        changes[name] = decision.index if decision.decided is None else decision.decided
    for name, changed in changes.items():
        subject, matter = about(convention, name)
        if matter is not None and matter.kind is MatterKind.RECONSIDERATION:
            subject, _ = about(convention, matter.id)
        if subject is not None:
            found[subject.digest] = max(found.get(subject.digest, 0), changed)
    return found
