"""What the headings and words of organisers' lists mean, in English, French and Spanish."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from voting.encodings import ImportRefused


class MissingColumn(ImportRefused):
    """A column that the list needs is missing, or its heading is not known. Name the columns as shown and try again."""


class AmbiguousColumn(ImportRefused):
    """Two columns seem to be the same thing. Rename or remove one of them and try again."""


def fold(text: str) -> str:
    """Return text for comparison: without case, accents, spaces and punctuation."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    # Vowel signs of other scripts are marks too, but letters to their readers: they stay.
    kept = (c for c in spread if not "\u0300" <= c <= "\u036f")
    return "".join(c for c in kept if c.isalnum() or unicodedata.category(c).startswith("M"))


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split(","))


NAMES = _folded(
    "name, full name, name of delegate, delegate name, delegate, participant, person, member, surname and name,"
    "nom, nom complet, nom et prénom, nom prénom, prénom et nom, prénom nom, nom du délégué, délégué, personne, membre,"
    "nombre, nombre completo, nombre y apellido, nombre y apellidos, apellidos y nombre, apellido y nombre,"
    "nombres y apellidos, nombre del delegado, delegado, persona, miembro, participante"
)
FIRST_NAMES = _folded(
    "first name, given name, given names, forename, first names, prénom, prénoms, nombre de pila, nombres"
)
LAST_NAMES = _folded(
    "last name, surname, family name, last names, surnames, nom de famille, patronyme, apellido, apellidos"
)
DELEGATIONS = _folded(
    "delegation, party, member party, organisation, organization, federation, section, delegation id, party id,"
    "délégation, parti, parti membre, fédération, identifiant de la délégation,"
    "delegación, partido, partido miembro, organización, federación, sección"
)
ROLES = _folded(
    "role, function, status, capacity, type, category, rôle, fonction, statut, qualité, catégorie,"
    "rol, función, estatus, calidad, categoría, cargo, tipo"
)
# Columns of marks beside the role, or instead of it.
HEADS = _folded(
    "head, head of delegation, is head, delegation leader, leader, leads the delegation, chef, cheffe,"
    "chef de délégation, cheffe de délégation, chef(fe) de délégation, jefe, jefa, jefe de delegación,"
    "jefa de delegación, jefe/a de delegación, encabeza la delegación"
)
ALTERNATES = _folded(
    "alternate, is alternate, alternate delegate, substitute, suppléant, suppléante, suppléant(e), suppléant.e,"
    "remplaçant, remplaçante, suplente, sustituto, sustituta, sustituto/a"
)
YES = _folded("yes, y, x, 1, true, oui, o, vrai, sí, s, verdadero")
NO = _folded("no, n, 0, false, non, faux, falso")
REFERENCES = _folded(
    "reference, ref, ref no, number, no, nr, n, num, id, person id, delegate id, member number, membership number, key,"
    "registration number, référence, réf, numéro, nº, numéro de membre, numéro d’adhérent, matricule, identifiant, clé,"
    "referencia, número, núm, identificador, número de miembro, número de socio, clave, matrícula"
)
IDENTIFIERS = _folded(
    "id, identifier, code, abbreviation, acronym, short name, key, delegation id, party id,"
    "identifiant, sigle, abréviation, acronyme, identifiant de la délégation, clé,"
    "identificador, código, sigla, siglas, abreviatura, acrónimo, clave"
)
ENTITLEMENTS = _folded(
    "entitlement, seats, number of seats, mandates, number of mandates, delegates, number of delegates, votes,"
    "sièges, nombre de sièges, mandats, nombre de mandats, délégués, nombre de délégués, droits de vote,"
    "escaños, número de escaños, puestos, mandatos, número de mandatos, delegados, número de delegados, votos"
)
WEIGHTS = _folded(
    "weight, voting weight, vote weight, votes per delegate, votes per seat, weight of vote,"
    "poids, poids du vote, poids de vote, pondération, voix par délégué, voix par siège,"
    "peso, peso del voto, ponderación, votos por delegado, votos por escaño"
)
GROUPS = _folded("groups, group, groupes, groupe, grupos, grupo")
LANGUAGES = {
    "en": _folded("en, english, anglais, inglés"),
    "fr": _folded("fr, french, français, francés"),
    "es": _folded("es, spanish, espagnol, español, castellano, castilian"),
}

ROLE_WORDS: dict[str, str] = {
    word: role
    for role, words in {
        "delegate": "delegate, voting delegate, full delegate, titular, full member, délégué, déléguée, délégué(e),"
        "délégué.e, titulaire, délégué titulaire, déléguée titulaire, delegado, delegada, delegado/a, delegado titular,"
        "delegada titular, delegada/o, delegad@",
        "head": "head, head of delegation, delegation leader, leader, chef de délégation, cheffe de délégation, chef,"
        "cheffe, jefe de delegación, jefa de delegación, jefe, jefa, jefe/a de delegación",
        "alternate": "alternate, alternate delegate, substitute, deputy, reserve, suppléant, suppléante, suppléant(e),"
        "suppléant.e, délégué suppléant, déléguée suppléante, remplaçant, remplaçante, suplente, delegado suplente,"
        "delegada suplente, sustituto, sustituta, sustituto/a",
        "observer": "observer, guest, fraternal delegate, visitor, observateur, observatrice, observateur/trice,"
        "observateur/observatrice, invité, invitée, invité(e), observador, observadora, observador/a, invitado,"
        "invitada, invitado/a",
    }.items()
    for word in _folded(words)
}


def marked(cell: str) -> bool | None:
    """Return whether a cell marks its row, as with "x", "oui" or a tick; None if it says something else."""
    text = cell.strip()
    if text in ("✓", "✔", "☑") or fold(text) in YES:
        return True
    return False if text in ("", "-", "–", "—", "☐") or fold(text) in NO else None


def name_language(heading: str, languages: Sequence[str]) -> str | None:
    """Return the language of a heading such as "Name (fr)", "nom_fr" or "español", "" if it names none.

    None means that the heading is not one of a delegation's name. `languages` are the convention's language tags.
    """
    if fold(heading) in NAMES | DELEGATIONS:
        return ""
    words = [fold(word) for word in re.split(r"[^\w]+|_", heading) if word]
    for tag in languages:
        tags = LANGUAGES.get(tag, frozenset()) | {tag}
        if words and words[-1] in tags and (len(words) == 1 or words[0] in NAMES | DELEGATIONS):
            return tag
    return None


def match(headings: Sequence[str], fields: dict[str, frozenset[str]]) -> dict[str, int]:
    """Return the column of each field whose heading is known; "Name / Nom" matches if one of its parts does.

    Raises:
        AmbiguousColumn: two headings mean the same field.
    """
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        parts = {fold(heading), *(fold(part) for part in re.split(r"[/|·\n]", heading))}
        field = next((field for field, words in fields.items() if parts & words), None)
        if field is None:
            continue
        if field in found:
            raise AmbiguousColumn(f"“{headings[found[field]]}” and “{heading}”")
        found[field] = column
    return found


def listed(headings: Iterable[str]) -> str:
    """Return headings as a person reads them, at most twenty."""
    named = [f"“{heading[:60]}”" for heading in headings if heading]
    return ", ".join(named[:20]) + (" …" if len(named) > 20 else "") or "none"
