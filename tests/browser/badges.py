"""Reading printed badges as a phone's camera does: from the picture of a page."""

import io

import pypdfium2
import zxingcpp

DPI = 200


def links_of(pdf: bytes) -> list[str]:
    """Return the activation links of a PDF's pages, in the order of the pages."""
    return [text for text in codes_of(pdf) if "#" in text]


def codes_of(pdf: bytes) -> list[str]:
    """Return what the QR codes of a PDF's pages say, in the order of the pages."""
    codes: list[str] = []
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    for page in document:
        picture = page.render(scale=DPI / 72).to_pil()
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        # Top to bottom, then left to right: the order of the badges on the sheet.
        found.sort(key=lambda code: (round(code.position.top_left.y / 100), code.position.top_left.x))
        codes += [code.text for code in found]
    document.close()
    return codes
