"""The parts of a DOCX file (ECMA-376 part 2), unpacked within bounds and parsed without entities."""

import io
import posixpath
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from voting.drafts import BrokenDocument, EncryptedDocument, NotADocument, OversizedDocument

MOST_UNPACKED = 30_000_000  # bytes of all parts that are read; pictures are not
MOST_TAGS = 3_000_000  # of one part: each takes a hundred bytes of memory or more
_RELATIONSHIP = "/officeDocument"


def local(name: str) -> str:
    """Return a tag or an attribute's name without its namespace: the strict and the common form differ in these."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of a name, and from there on, or None."""
    for name in path:
        if element is not None:
            element = next((inner for inner in element if local(inner.tag) == name), None)
    return element


def value(element: Element | None, *path: str) -> str | None:
    """Return the `val` attribute of the element at the path, None if either is missing."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def is_on(element: Element | None, *path: str) -> bool:
    """Tell whether a switch is set: it is there, and its value is not a word for no."""
    found = child(element, *path)
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")


class Package:
    """An open DOCX file.

    Raises:
        BrokenDocument, EncryptedDocument, NotADocument: the bytes are no DOCX.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise BrokenDocument("not a whole ZIP file") from error
        if any(member.flag_bits & 1 for member in self._archive.infolist()):
            raise EncryptedDocument
        self._unpacked = 0
        self.main = self._find_main()
        self.folder = posixpath.dirname(self.main)

    def _find_main(self) -> str:
        relations = self._part("_rels/.rels")
        for relation in relations if relations is not None else ():
            if (attribute(relation, "Type") or "").endswith(_RELATIONSHIP):
                name = (attribute(relation, "Target") or "").lstrip("/")
                if name.startswith("word/"):
                    return name
        raise NotADocument("a ZIP file, but not of a word processor's DOCX")

    def document(self) -> Element:
        """Return the root of the main part."""
        root = self._part(self.main)
        if root is None:
            raise BrokenDocument(f"{self.main} is missing")
        return root

    def related(self, name: str) -> Element | None:
        """Return the root of a part beside the main one (styles, numbering, footnotes ...), None if there is none."""
        return self._part(f"{self.folder}/{name}.xml")

    def has(self, prefix: str) -> bool:
        """Tell whether a part beside the main one begins with these letters and holds words."""
        names = [name for name in self._archive.namelist() if name.startswith(f"{self.folder}/{prefix}")]
        return any(
            local(element.tag) == "t" and (element.text or "").strip()
            for name in names
            if name.endswith(".xml") and (root := self._part(name)) is not None
            for element in root.iter()
        )

    def _part(self, name: str) -> Element | None:
        try:
            with self._archive.open(name) as part:
                data = part.read(MOST_UNPACKED - self._unpacked + 1)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise BrokenDocument(f"{name} cannot be unpacked") from error
        self._unpacked += len(data)
        if self._unpacked > MOST_UNPACKED or data.count(b"<") > MOST_TAGS:
            raise OversizedDocument(f"{name}: more than {MOST_UNPACKED:,} bytes or {MOST_TAGS:,} tags")
        try:
            root: Element = fromstring(data, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            # Entities multiply, and name files of the server: DOCX has no use for the declarations that make them.
            raise BrokenDocument(f"{name}: {type(error).__name__}") from error
        return root
