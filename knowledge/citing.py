"""Citations of a library item in four formats. Pure: takes a `Source`, gives text. Views and templates call it."""

import json
import re
from dataclasses import dataclass

DOI = re.compile(r"^10\.\d{4,9}/[-._;()/:a-z0-9]+$")
DOI_PREFIX = re.compile(r"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", re.IGNORECASE)
_BIBTEX_SPECIAL = {sign: f"\\{sign}" for sign in "&%$#_{}"} | {
    "\\": "\\textbackslash{}",
    "~": "\\~{}",
    "^": "\\^{}",
}


@dataclass(frozen=True)
class Source:
    """What a citation is made of. `authors` are whole names; `year` 0 stands for "no date"."""

    key: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    year: int
    url: str
    doi: str = ""
    language: str = "en"
    abstract: str = ""
    kind: str = "report"

    @property
    def lasting_url(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def clean_doi(text: str) -> str:
    """A DOI without its prefix, in small letters. ValueError when it is none."""
    doi = DOI_PREFIX.sub("", text.strip()).lower()
    if not DOI.match(doi):
        raise ValueError(text)
    return doi


def plain(source: Source) -> str:
    who = "; ".join(source.authors) or source.publisher
    year = str(source.year) if source.year else ("তারিখ নেই" if source.language == "bn" else "n.d.")
    publisher = f" {source.publisher}." if source.publisher and source.publisher != who else ""
    return f"{who} ({year}). {source.title}.{publisher} {source.lasting_url}".strip()


def bibtex(source: Source) -> str:
    kind = {"dataset": "misc", "law": "misc", "video": "misc"}.get(source.kind, "techreport")
    fields = {
        "title": f"{{{_escaped(source.title)}}}",
        # Braces keep the name of an organisation in one piece.
        "author": " and ".join(f"{{{_escaped(author)}}}" for author in source.authors),
        "institution" if kind == "techreport" else "publisher": _escaped(source.publisher),
        "year": str(source.year or ""),
        "doi": source.doi,
        "url": source.url,
        "language": {"bn": "bengali", "en": "english"}.get(source.language, ""),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{source.key},\n{lines}\n}}\n"


def ris(source: Source) -> str:
    kind = {"dataset": "DATA", "law": "STAT", "video": "VIDEO"}.get(source.kind, "RPRT")
    rows = [("TY", kind), ("TI", source.title), *(("AU", author) for author in source.authors)]
    rows += [("PB", source.publisher), ("PY", str(source.year or "")), ("DO", source.doi), ("UR", source.url)]
    rows += [("LA", source.language), ("AB", source.abstract)]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_json(source: Source) -> str:
    kind = {"dataset": "dataset", "law": "legislation", "video": "motion_picture"}.get(source.kind, "report")
    item: dict[str, object] = {
        "id": source.key,
        "type": kind,
        "title": source.title,
        "author": [{"literal": author} for author in source.authors],
        "publisher": source.publisher,
        "language": source.language,
        "URL": source.url,
    }
    if source.year:
        item["issued"] = {"date-parts": [[source.year]]}
    if source.doi:
        item["DOI"] = source.doi
    return json.dumps([item], ensure_ascii=False, indent=2)


def _escaped(text: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(sign, sign) for sign in " ".join(text.split()))
