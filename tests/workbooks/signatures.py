"""Workbooks whose package is signed."""

from base64 import b64encode
from hashlib import sha256

from .addins import ribbon_2010
from .base import base, opaque
from .parts import PACKAGE, TYPES, entries, with_parts, xml

DSIG = "http://www.w3.org/2000/09/xmldsig#"
ORIGIN = "application/vnd.openxmlformats-package.digital-signature-origin"
SIGNATURE = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"


def _digest(body: bytes) -> str:
    method = '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
    return f"{method}<DigestValue>{b64encode(sha256(body).digest()).decode()}</DigestValue>"


def _signature(data: bytes) -> str:
    """A signature over the parts: well-formed and with the digests of their bytes, but signed by nobody."""
    listed = "".join(
        f'<Reference URI="/{name}?ContentType=application/xml">{_digest(body)}</Reference>'
        for name, body in entries(data).items()
        if name != TYPES and not name.endswith(".rels")
    )
    manifest = f'<Object Id="idPackageObject"><Manifest>{listed}</Manifest></Object>'
    info = (
        '<SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
        '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        f'<Reference Type="{DSIG}Object" URI="#idPackageObject">{_digest(manifest.encode())}</Reference></SignedInfo>'
    )
    value = b64encode(opaque("signature", size=246)).decode()
    key = (
        f"<KeyInfo><X509Data><X509Certificate>{b64encode(opaque('certificate')).decode()}</X509Certificate>"
        "</X509Data></KeyInfo>"
    )
    body = f"{info}<SignatureValue>{value}</SignatureValue>{key}{manifest}"
    return xml(f'Signature xmlns="{DSIG}" Id="idPackageSignature"', body)


def _signed(data: bytes, count: int = 1) -> bytes:
    names = [f"sig{number}.xml" for number in range(1, count + 1)]
    link = f"{PACKAGE}/relationships/digital-signature"
    return with_parts(
        data,
        {"_xmlsignatures/origin.sigs": b""} | {f"_xmlsignatures/{name}": _signature(data) for name in names},
        {f"_xmlsignatures/{name}": SIGNATURE for name in names},
        {"sigs": ORIGIN},
        {
            "": [("rIdOrigin", f"{link}/origin", "_xmlsignatures/origin.sigs")],
            "_xmlsignatures/origin.sigs": [
                (f"rId{number}", f"{link}/signature", name) for number, name in enumerate(names, 1)
            ],
        },
    )


def package_signed() -> bytes:
    """A signature over the package: origin.sigs related from the package, and one signature part."""
    return _signed(base())


def signed_twice() -> bytes:
    """Two signatures over a package with a ribbon."""
    return _signed(ribbon_2010(), 2)


SIGNED = {"package_signed": package_signed, "signed_twice": signed_twice}
