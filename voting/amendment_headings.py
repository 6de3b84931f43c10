"""What the headings of lists of amendments mean, and the words that say what an amendment does."""

from collections.abc import Mapping, Sequence

from ballots.operation import ACTIONS, Action
from voting.columns import fold_word, fold_words, language_of

# Columns that stand once; the words that go and that come have one in each language.
WHOLE = ("number", "paragraph", "action", "by", "reason", "amends", "editorial")
_HEADINGS: Mapping[str, frozenset[str]] = {
    field: fold_words(words)
    for field, words in {
        "number": "number, no, amendment, numéro, amendement, número, enmienda, nummer, nr, antrag, änderungsantrag,"
        "antragsnummer, emenda, proposta, الرقم, رقم التعديل, التعديل",
        "paragraph": "paragraph, para, paragraphe, párrafo, absatz, abs, ziffer, absatznummer, parágrafo, الفقرة,"
        "رقم الفقرة",
        "action": "action, what, acción, aktion, vorgang, was geschieht, ação, acção, operação, الإجراء, العملية,"
        "نوع التعديل",
        "by": "by, from, author, authors, tabled by, delegation, delegations, proposers, proposer, par, auteur,"
        "délégation, délégations, auteurs, déposé par, proposé par, delegación, delegaciones, proponentes,"
        "presentada por, autora, autoras, von, eingebracht von, delegationen, antragsteller, antragstellerin,"
        "antragstellende, antragsteller/in, antragstellerinnen, por, apresentada por, delegação, delegações,"
        "proponente, autores, autor, الوفد, الوفود, مقدم التعديل, مقدمو التعديل, مقدم من, أصحاب التعديل",
        "reason": "reason, reasons, motif, motifs, exposé des motifs, motivo, motivos, razón, begründung, grund,"
        "justificação, justificativa, fundamentação, السبب, الأسباب, التعليل, المبررات",
        "amends": "amends, amendment to, amende, sous-amendement à, enmienda a, ändert, änderungsantrag zu,"
        "ändert antrag, altera, emenda a, emenda à, subemenda a, يعدل, تعديل على, تعديل للتعديل",
        "editorial": "editorial, rédactionnel, de redacción, redaktionell, redacional, de redação, تحريري, صياغة,"
        "تعديل تحريري",
        "old": "old, old text, words, before, ancien, ancien texte, texte actuel, avant, antiguo, texto actual, viejo,"
        "antes, alt, alter text, bisher, vorher, bisheriger text, alter wortlaut, bisheriger wortlaut, antigo,"
        "texto antigo, texto atual, القديم, النص القديم, النص الحالي, النص الأصلي",
        "new": "new, new text, after, nouveau, nouveau texte, après, nuevo, texto nuevo, nuevo texto, después, neu,"
        "nachher, neuer text, neuer wortlaut, novo, texto novo, novo texto, depois, الجديد, النص الجديد, النص المقترح",
    }.items()
}
_ACTIONS = {
    word: ACTIONS[name]
    for name, words in {
        "replace": "replace, change, remplacer, modifier, sustituir, reemplazar, modificar, ersetzen, ändern, aendern,"
        "substituir, alterar, استبدال, استبدل, تعديل, تغيير",
        "delete": "delete, strike, supprimer, suprimir, eliminar, streichen, streiche, löschen, loeschen, apagar,"
        "remover, حذف, احذف, شطب, إلغاء",
        "insert_before": "insert before, add before, insérer avant, ajouter avant, insertar antes, añadir antes,"
        "einfügen vor, davor einfügen, vorher einfügen, voranstellen, inserir antes, acrescentar antes,"
        "adicionar antes, aditar antes, إدراج قبل, إدراج قبلها, أدرج قبل, إضافة قبل, إضافة قبلها, أضف قبل",
        "insert_after": "insert after, add after, insérer après, ajouter après, insertar después, añadir después,"
        "einfügen nach, danach einfügen, nachher einfügen, anfügen, inserir depois, inserir após, acrescentar depois,"
        "adicionar depois, adicionar após, aditar depois, إدراج بعد, إدراج بعدها, أدرج بعد, إضافة بعد, إضافة بعدها,"
        "أضف بعد",
    }.items()
    for word in {fold_word(name), *fold_words(words)}
}


def amendment_field(heading: str, languages: Sequence[str]) -> str | None:
    """Return what a column holds, with the language of words that go or come, None if it is not known."""
    first, _, last = heading.rpartition(" ")
    tag = language_of(last, languages)
    for field, words in _HEADINGS.items():
        if fold_word(heading) in words:
            return field if field in WHOLE else f"{field} {languages[0]}"
        if field not in WHOLE and tag is not None and fold_word(first) in words:
            return f"{field} {tag}"
    return None


def action_of(cell: str) -> Action | None:
    """Return what a row says that an amendment does, None if it is not known."""
    return _ACTIONS.get(fold_word(cell))
