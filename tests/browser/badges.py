"""Reading printed badges as a phone's camera does: from the picture of a page."""

import io

import pypdfium2
import zxingcpp

DPI = 200


def links_of(pdf: bytes) -> list[str]:
    """Return what the QR codes of a PDF's pages say, in the order of the pages."""
    links: list[str] = []
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    for page in document:
        picture = page.render(scale=DPI / 72).to_pil()
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        # Top to bottom, then left to right: the order of the badges on the sheet.
        found.sort(key=lambda code: (round(code.position.top_left.y / 100), code.position.top_left.x))
        links += [code.text for code in found]
    document.close()
    return links
