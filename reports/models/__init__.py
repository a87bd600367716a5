"""What is printed and handed on: documents, and what becomes of them."""

from reports.models.documents import Document
from reports.models.signatures import Scan, Signatory, Signature

__all__ = ["Document", "Scan", "Signatory", "Signature"]
