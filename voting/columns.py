"""What the headings and words of organisers' lists mean, in each of the languages that pages speak."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from voting.cells import quoted
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


# Signs that Arabic is written with or without: harakat, dagger alef, hamza and madda on their letters, tatweel.
_ARABIC_SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
_ARABIC_LETTERS = str.maketrans("ٱىة", "ايه")
_ARTICLE = re.compile(r"\bال(?=\w\w)")


def bare_arabic(text: str) -> str:
    """Return text as Arabic is typed in haste: without its signs, and with one form of alef, ya and final ha."""
    return _ARABIC_SIGNS.sub("", unicodedata.normalize("NFKD", text)).translate(_ARABIC_LETTERS)


def fold_word(text: str) -> str:
    """Return a heading or a word of a list for comparison: folded, and Arabic without its signs and its article.

    Of names nothing of that is true: there another letter is another person.
    """
    return fold(_ARTICLE.sub("", bare_arabic(text)))


def fold_words(words: str) -> frozenset[str]:
    """Return words between commas for comparison."""
    return frozenset(fold_word(word) for word in words.split(","))


NAMES = fold_words(
    "name, full name, name of delegate, delegate name, delegate, participant, person, member, surname and name,"
    "nom, nom complet, nom et prénom, nom prénom, prénom et nom, prénom nom, nom du délégué, délégué, personne, membre,"
    "nombre, nombre completo, nombre y apellido, nombre y apellidos, apellidos y nombre, apellido y nombre,"
    "nombres y apellidos, nombre del delegado, delegado, persona, miembro, participante,"
    "vollständiger name, vor- und nachname, vorname und name, vorname name, name und vorname, name vorname,"
    "vorname nachname, nachname vorname, name der/des delegierten, delegierte, delegierter, delegierte/r, teilnehmer,"
    "teilnehmerin, mitglied,"
    "nome, nome completo, nome e apelido, nome e sobrenome, nome do delegado, nome do/a delegado/a, delegado/a, pessoa,"
    "membro,"
    "اسم, الاسم الكامل, الاسم الثلاثي, الاسم الرباعي, الاسم واللقب, اللقب والاسم, الاسم والنسب, اسم المندوب,"
    "اسم المشارك, اسم العضو, المندوب, المشارك, العضو, الشخص"
)
FIRST_NAMES = fold_words(
    "first name, given name, given names, forename, first names, prénom, prénoms, nombre de pila, nombres,"
    "vorname, vornamen, rufname, primeiro nome, nome próprio, prenome, الاسم الأول, الاسم الشخصي"
)
LAST_NAMES = fold_words(
    "last name, surname, family name, last names, surnames, nom de famille, patronyme, apellido, apellidos,"
    "nachname, nachnamen, familienname, zuname, apelido, apelidos, sobrenome, último nome, nome de família,"
    "اللقب, اسم العائلة, الاسم العائلي, الاسم الأخير, الكنية, الشهرة, النسب"
)
DELEGATIONS = fold_words(
    "delegation, party, member party, organisation, organization, federation, section, delegation id, party id,"
    "name of delegation, delegation name, party name,"
    "délégation, parti, parti membre, fédération, identifiant de la délégation, nom de la délégation, nom du parti,"
    "delegación, partido, partido miembro, organización, federación, sección, nombre de la delegación,"
    "nombre del partido,"
    "partei, mitgliedspartei, mitgliedsorganisation, verband, landesverband, föderation, gliederung, sektion,"
    "name der delegation, name der partei, delegationsname, parteiname, kennung der delegation,"
    "delegação, partido-membro, organização, federação, secção, seção, nome da delegação, nome do partido,"
    "identificador da delegação,"
    "الوفد, الحزب, الحزب العضو, المنظمة, التنظيم, الاتحاد, الفرع, القسم, اسم الوفد, اسم الحزب, معرف الوفد, رمز الوفد"
)
ROLES = fold_words(
    "role, function, status, capacity, type, category, rôle, fonction, statut, qualité, catégorie,"
    "rol, función, estatus, calidad, categoría, cargo, tipo,"
    "rolle, funktion, eigenschaft, art, typ, kategorie, amt, função, papel, qualidade, condição, estatuto, categoria,"
    "الدور, الصفة, الوظيفة, المنصب, الفئة, النوع"
)
# Columns of marks beside the role, or instead of it.
HEADS = fold_words(
    "head, head of delegation, is head, delegation leader, leader, leads the delegation, chef, cheffe,"
    "chef de délégation, cheffe de délégation, chef(fe) de délégation, jefe, jefa, jefe de delegación,"
    "jefa de delegación, jefe/a de delegación, encabeza la delegación,"
    "leitung, delegationsleitung, delegationsleiter, delegationsleiterin, delegationschef, delegationschefin, leiter,"
    "leiterin, leitet die delegation, chefe, chefia, chefe de delegação, chefe da delegação, chefia da delegação,"
    "líder, رئيس, رئيسة, رئيس الوفد, رئيسة الوفد, رئاسة الوفد"
)
ALTERNATES = fold_words(
    "alternate, is alternate, alternate delegate, substitute, suppléant, suppléante, suppléant(e), suppléant.e,"
    "remplaçant, remplaçante, suplente, sustituto, sustituta, sustituto/a,"
    "ersatz, ersatzdelegierte, ersatzdelegierter, ersatzdelegierte/r, ersatzmitglied, stellvertretung, vertretung,"
    "stellvertreter, stellvertreterin, substituto, substituta, substituto/a, delegado suplente,"
    "مناوب, مناوبة, مندوب مناوب, بديل, بديلة, احتياطي, احتياطية, احتياط"
)
YES = fold_words("yes, y, x, 1, true, oui, o, vrai, sí, s, verdadero, ja, j, wahr, sim, verdadeiro, نعم, أجل, صحيح")
NO = fold_words("no, n, 0, false, non, faux, falso, nein, falsch, não, لا, كلا, خطأ")
REFERENCES = fold_words(
    "reference, ref, ref no, number, no, nr, n, num, id, person id, delegate id, member number, membership number, key,"
    "registration number, référence, réf, numéro, nº, numéro de membre, numéro d’adhérent, matricule, identifiant, clé,"
    "referencia, número, núm, identificador, número de miembro, número de socio, clave, matrícula,"
    "nummer, referenz, kennung, kennzeichen, mitgliedsnummer, mitglieds-nr, delegiertennummer, teilnehmernummer,"
    "ausweisnummer, schlüssel, referência, n.º, número de membro, número de sócio, número de associado, chave,"
    "الرقم, المرجع, المعرف, رقم العضوية, رقم العضو, رقم المندوب, رقم التسجيل, رقم الهوية"
)
IDENTIFIERS = fold_words(
    "id, identifier, code, abbreviation, acronym, short name, key, delegation id, party id,"
    "identifiant, sigle, abréviation, acronyme, identifiant de la délégation, clé,"
    "identificador, código, sigla, siglas, abreviatura, acrónimo, clave,"
    "kennung, kürzel, abkürzung, kurzname, kurzbezeichnung, kennung der delegation, schlüssel,"
    "acrônimo, identificador da delegação, chave, المعرف, الرمز, الاختصار, الاسم المختصر, معرف الوفد, رمز الوفد"
)
ENTITLEMENTS = fold_words(
    "entitlement, seats, number of seats, mandates, number of mandates, delegates, number of delegates, votes,"
    "sièges, nombre de sièges, mandats, nombre de mandats, délégués, nombre de délégués, droits de vote,"
    "escaños, número de escaños, puestos, número de puestos, mandatos, número de mandatos, delegados,"
    "número de delegados, votos,"
    # Not "Delegierte": that is one delegate, too.
    "sitze, anzahl sitze, anzahl der sitze, zahl der sitze, sitzzahl, mandate, anzahl mandate, anzahl der mandate,"
    "anzahl delegierte, anzahl der delegierten, zahl der delegierten, stimmen, anzahl stimmen, stimmrechte,"
    "lugares, número de lugares, assentos, número de assentos, vagas,"
    "المقاعد, عدد المقاعد, التفويضات, عدد التفويضات, الولايات, عدد الولايات, المندوبون, المندوبين, عدد المندوبين,"
    "الأصوات, عدد الأصوات"
)
WEIGHTS = fold_words(
    "weight, voting weight, weight of each, vote weight, votes per delegate, votes per seat, weight of vote,"
    "poids, poids de chacun, poids du vote, poids de vote, pondération, voix par délégué, voix par siège,"
    "peso, peso de cada uno, peso del voto, ponderación, votos por delegado, votos por escaño,"
    "gewicht, gewichtung, stimmgewicht, gewicht je sitz, stimmen je sitz, stimmen pro sitz, stimmen je mandat,"
    "stimmen pro mandat, peso de cada, peso de cada um, peso do voto, peso de voto, ponderação, votos por lugar,"
    "votos por assento, الوزن, وزن الصوت, وزن التصويت, وزن كل مقعد, الأصوات لكل مندوب, الأصوات لكل مقعد"
)
GROUPS = fold_words("groups, group, groupes, groupe, grupos, grupo, gruppen, gruppe, المجموعات, المجموعة")
LANGUAGES = {
    "en": fold_words("en, english, anglais, inglés, englisch, inglês, الإنجليزية, بالإنجليزية, الإنكليزية"),
    "fr": fold_words("fr, french, français, francés, französisch, francês, الفرنسية, بالفرنسية"),
    "es": fold_words(
        "es, spanish, espagnol, español, castellano, castilian, spanisch, espanhol, الإسبانية, بالإسبانية"
    ),
    "de": fold_words("de, german, allemand, alemán, deutsch, alemão, الألمانية, بالألمانية"),
    "pt": fold_words("pt, portuguese, portugais, portugués, portugiesisch, português, البرتغالية, بالبرتغالية"),
    "ar": fold_words("ar, arabic, arabe, árabe, arabisch, العربية, بالعربية, عربي"),
}

ROLE_WORDS: dict[str, str] = {
    word: role
    for role, words in {
        "delegate": "delegate, voting delegate, full delegate, titular, full member, délégué, déléguée, délégué(e),"
        "délégué.e, titulaire, délégué titulaire, déléguée titulaire, delegado, delegada, delegado/a, delegado titular,"
        "delegada titular, delegada/o, delegad@,"
        "delegierte, delegierter, delegierte/r, ordentliche delegierte, ordentlicher delegierter,"
        "stimmberechtigt, stimmberechtigte, stimmberechtigter, efetivo, efetiva, efetivo/a, delegado efetivo,"
        "delegada efetiva, مندوب, مندوبة, مندوب/ة, عضو, عضوة, أصيل, مندوب أصيل, مندوبة أصيلة",
        "head": "head, head of delegation, delegation leader, leader, chef de délégation, cheffe de délégation, chef,"
        "cheffe, jefe de delegación, jefa de delegación, jefe, jefa, jefe/a de delegación,"
        "delegationsleitung, delegationsleiter, delegationsleiterin, delegationschef, delegationschefin, leitung,"
        "leiter, leiterin, chefe, chefia, chefe de delegação, chefe da delegação, chefia da delegação, líder,"
        "رئيس, رئيسة, رئيس وفد, رئيسة وفد",
        "alternate": "alternate, alternate delegate, substitute, deputy, reserve, suppléant, suppléante, suppléant(e),"
        "suppléant.e, délégué suppléant, déléguée suppléante, remplaçant, remplaçante, suplente, delegado suplente,"
        "delegada suplente, sustituto, sustituta, sustituto/a,"
        "ersatz, ersatzdelegierte, ersatzdelegierter, ersatzdelegierte/r, ersatzmitglied, stellvertretung, vertretung,"
        "stellvertreter, stellvertreterin, substituto, substituta, substituto/a, مناوب, مناوبة, مناوب/ة, مندوب مناوب,"
        "مندوبة مناوبة, بديل, بديلة, بديل/ة, مندوب بديل, احتياطي, احتياطية, احتياط",
        "observer": "observer, guest, fraternal delegate, visitor, observateur, observatrice, observateur/trice,"
        "observateur/observatrice, invité, invitée, invité(e), observador, observadora, observador/a, invitado,"
        "invitada, invitado/a,"
        "gast, beobachter, beobachterin, beobachter/in, beobachtend, convidado, convidada, convidado/a, مراقب, مراقبة,"
        "مراقب/ة, ملاحظ, ملاحظة, ضيف, ضيفة, ضيف/ة",
    }.items()
    for word in fold_words(words)
}


def marked(cell: str) -> bool | None:
    """Return whether a cell marks its row, as with "x", "oui" or a tick; None if it says something else."""
    text = cell.strip()
    if text in ("✓", "✔", "☑") or fold_word(text) in YES:
        return True
    return False if text in ("", "-", "–", "—", "☐") or fold_word(text) in NO else None


def language_of(word: str, languages: Sequence[str]) -> str | None:
    """Return which of some languages a word such as "fr" or "Deutsch" names, None if it names none."""
    return next((tag for tag in languages if fold_word(word) in LANGUAGES.get(tag, frozenset()) | {fold(tag)}), None)


def name_language(heading: str, languages: Sequence[str]) -> str | None:
    """Return the language of a heading such as "Name (fr)", "nom_fr" or "español", "" if it names none.

    None means that the heading is not one of a delegation's name. `languages` are the convention's language tags.
    """
    if fold_word(heading) in NAMES | DELEGATIONS:
        return ""
    words = [word for word in re.split(r"[^\w]+|_", heading) if word]
    tag = language_of(words[-1], languages) if words else None
    return tag if len(words) == 1 or (words and fold_word(words[0]) in NAMES | DELEGATIONS) else None


def match(headings: Sequence[str], fields: dict[str, frozenset[str]]) -> dict[str, int]:
    """Return the column of each field whose heading is known; "Name / Nom" matches if one of its parts does.

    Raises:
        AmbiguousColumn: two headings mean the same field.
    """
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        parts = {fold_word(heading), *(fold_word(part) for part in re.split(r"[/|·\n]", heading))}
        field = next((field for field, words in fields.items() if parts & words), None)
        if field is None:
            continue
        if field in found:
            raise AmbiguousColumn(listed((headings[found[field]], heading)))
        found[field] = column
    return found


def listed(headings: Iterable[str]) -> str:
    """Return headings as a person reads them, at most twenty."""
    named = [quoted(heading[:60]) for heading in headings if heading]
    return ", ".join(named[:20]) + (" …" if len(named) > 20 else "") or _("none")
