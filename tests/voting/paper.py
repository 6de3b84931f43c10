"""What a PDF says to whoever reads it."""

import pypdfium2


def printed(pdf: bytes) -> str:
    """Return the words of a PDF, each page ended by a form feed."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(f"{page.get_textpage().get_text_bounded()}\f" for page in document)
    finally:
        document.close()
