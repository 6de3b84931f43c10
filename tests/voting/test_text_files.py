"""Texts as amended as files from the server: what they say, who made each change, and that each is made once."""

import io
from collections.abc import Iterator

import docx
import pypdfium2
import pytest

from audit.encoding import b64url_encode, digest
from audit.provenance import Decided
from ballots.acts import Role
from ballots.decision_acts import DecisionMethod
from tests.voting.test_amendment_views import TEXT, amend, subject
from tests.voting.web import Web, build_web, problem
from voting.document_files import PrintedDocument
from voting.made_files import MadeFiles
from voting.minutes_words import MinutesWords
from voting.signing import statement_digest
from voting.views import documents

FRENCH = TEXT.replace("The springs belong", "Les sources appartiennent")
ARABIC = "# إعلان الينابيع\n\nالينابيع ملك مشترك للوديان الأربعة.\n\nيحافظ كل واد على قنواته نظيفة.\n"


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3, languages=("en", "fr", "ar"))
    store = web.house.parts.blobs.put
    texts = {"en": store(TEXT.encode()), "fr": store(FRENCH.encode()), "ar": store(ARABIC.encode())}
    table = {"document": "springs", "version": 1, "title": {"en": "Springs", "fr": "Sources"}, "texts": texts}
    web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **table))
    yield web
    web.close()


def decide(web: Web, motion: str, *names: str) -> None:
    """Adopt amendments, or the text as a whole, with two votes for and one against."""
    house = web.house
    about = subject(web, *names) if names else whole(web)
    opening = house.open(motion, kind="amendment" if names else "declaration", subject=about)
    for which, choice in enumerate(("yes", "yes", "no")):
        house.send(house.vote(which, opening, choice, motion))
    house.end(opening, motion)
    house.close(opening, motion)
    house.declare(opening, motion)


def whole(web: Web) -> dict[str, object]:
    found = web.nobody.get("/documents/springs/state").json
    text = found["script"]["whole"]["text"]
    return {"document": "springs", "digest": found["digest"], "amendments": [], "text": text}


def taken(web: Web, kind: str, form: str = "marked", language: str = "en") -> bytes:
    response = web.nobody.get(f"/documents/springs/text.{kind}?form={form}&language={language}")
    assert response.status_code == 200, response.text
    assert response.headers["Content-Disposition"] == f"attachment; filename=springs.{language}.{form}.{kind}"
    return response.data


def test_marked_each_paragraph_says_what_made_it_and_the_foot_what_it_is(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    amend(web, "A2", "replace", 1, [2, 3], "are owned")
    decide(web, "7", "A1")
    log = web.house.parts.log
    size, root = log.convention.size, b64url_encode(log.tree.root())
    lines = taken(web, "md").decode().split("\n\n")
    assert lines[:5] == [
        "# On the shared springs",
        "**1** The springs belong to the four valleys together.",
        "**2** Each valley keeps {++all++} its {--own--} channels clean and in repair.",
        "> amendment A1: vote by name (motion 7, Yes: 2, No: 1, Abstain: 0)",
        "---",
    ]
    clean = TEXT.replace("its own", "all its").encode()
    assert lines[5:] == [
        f"Text as amended by the first {size} entries of the log: Springs, version 1",
        "The text as a whole has not been adopted.",
        "Amendments that are not decided yet: A2.",
        f"SHA-256 of the words alone (en): {digest(clean)}",
        f"Root of the log's first {size} entries: {root}",
        f"Convention: {web.house.convention}",
        "{++inserted words++} · {--deleted words--} · [3]: the number that a deleted paragraph had\n",
    ]
    assert taken(web, "md", "clean") == clean


def test_every_format_says_the_same(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    decide(web, "7", "A1")
    decide(web, "8")
    pdf = pypdfium2.PdfDocument(taken(web, "pdf"))
    printed = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())
    pdf.close()
    word = "\n".join(one.text for one in docx.Document(io.BytesIO(taken(web, "docx"))).paragraphs)
    whole_text = "The text as a whole: vote by name (motion 8, Yes: 2, No: 1, Abstain: 0)"
    for found in (printed, word, taken(web, "html").decode(), taken(web, "md").decode()):
        assert "amendment A1: vote by name (motion 7, Yes: 2, No: 1, Abstain: 0)" in found
        assert whole_text in found
        assert "not decided yet" not in found
    for kind in ("pdf", "docx", "html"):
        assert taken(web, kind, "clean") != taken(web, kind)
    assert whole_text in taken(web, "html", "clean").decode()
    assert b"its own" not in taken(web, "html", "clean")


def test_a_language_that_lacks_what_was_adopted_says_so_in_its_own_words(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    decide(web, "7", "A1")
    found = taken(web, "md", language="fr").decode()
    assert "Adoptés, mais pas encore dans cette langue\u00a0: A1." in found
    assert "all its" not in found
    assert "du journal\u00a0: Sources, version 1" in found


def test_right_to_left(web: Web) -> None:
    html = taken(web, "html", "clean", "ar").decode()
    assert '<html lang="ar">' in html
    assert '<p dir="auto"><span class="number">1</span>' in html
    paragraphs = docx.Document(io.BytesIO(taken(web, "docx", "clean", "ar"))).paragraphs
    turned = [bool(one._p.xpath("w:pPr/w:bidi")) for one in paragraphs]
    # All but the line of the foot that begins in Latin letters.
    assert turned == [not one.text.startswith("SHA-256") for one in paragraphs]
    assert turned.count(False) == 1
    order = [node.tag.split("}")[1] for node in paragraphs[1]._p.pPr]
    assert order.index("tabs") < order.index("bidi") < order.index("ind")


def test_what_is_not_there(web: Web) -> None:
    for address in ("springs/text.odt", "springs/text.pdf?form=draft", "springs/text.pdf?language=es", "none/text.pdf"):
        found = web.nobody.get(f"/documents/{address}", headers={"Accept": "application/json"})
        assert problem(found) == (404, "not_found")


def test_the_pages_offer_them(web: Web) -> None:
    for address, languages in (("/documents/springs?language=fr", ["fr"]), ("/audit", ["en", "fr", "ar"])):
        page = web.nobody.get(address, headers={"Accept": "text/html"}).text
        for language in languages:
            for form in ("clean", "marked"):
                assert f'/documents/springs/text.pdf?language={language}&amp;form={form}"' in page, address


def test_a_file_is_made_once_until_something_changes(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def write(document: PrintedDocument) -> bytes:
        made.append(document.title)
        return b"%PDF-"

    monkeypatch.setattr(documents, "FORMATS", {"pdf": (write, "application/pdf")})
    for _ in range(2):
        taken(web, "pdf")
    web.house.open("9")
    taken(web, "pdf")
    assert len(made) == 1
    amend(web, "A1", "delete", 2, None, None)
    taken(web, "pdf")
    assert len(made) == 2


def test_the_oldest_files_are_forgotten() -> None:
    files = MadeFiles()
    for number in range(129):
        files.of((str(number),), lambda: b"first")
    assert files.of(("1",), lambda: b"again") == b"first"
    assert files.of(("0",), lambda: b"again") == b"again"


def test_the_page_says_marks_in_its_own_language_and_turns_each_passage(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    page = web.nobody.get("/documents/springs", headers={"Accept": "text/html"}).text
    assert (
        '<p class="passage" lang="en" dir="auto">Each valley keeps <ins><span class="unseen" lang="en" dir="ltr">'
        in page
    )


def test_an_annulled_vote_has_adopted_nothing(web: Web) -> None:
    decide(web, "8")
    assert "The text as a whole: vote by name (motion 8, " in taken(web, "md").decode()
    chair, teller = web.house.hand(Role.CHAIR), web.house.hand(Role.TELLER)
    opening = web.house.parts.log.convention.motions["8"].opening
    annulled = chair.sign("motion.annulled", motion="8", opening=opening, reason="Wrong text")
    web.house.send(annulled)
    web.house.send(teller.sign("annulment.confirmed", motion="8", annulment=statement_digest(annulled)))
    found = taken(web, "md").decode()
    assert "motion 8" not in found
    assert "The text as a whole has not been adopted." in found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The text as a whole: show of hands (decision d1, Yes: 3, No: 1); amendment A1: without objection"),
        ("fr", "L’ensemble du texte : à main levée (décision d1, Oui : 3, Non : 1); amendement A1 : sans objection"),
        ("es", "El texto en su conjunto: a mano alzada (decisión d1, Sí: 3, No: 1); enmienda A1: sin objeción"),
    ],
)
def test_how_it_was_decided_in_each_language(language: str, said: str) -> None:
    hands = Decided(None, "d1", DecisionMethod.HANDS, {"yes": 3, "no": 1}, {})
    found = MinutesWords(language).decided([hands, Decided("A1", "d2", DecisionMethod.NO_OBJECTION, {}, {}), hands])
    assert found.rpartition(" (")[0] == said
