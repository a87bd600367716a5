"""What is printed and handed on: documents, their pieces, and what becomes of them."""

from reports.models.chunks import Chunk
from reports.models.documents import Document
from reports.models.signatures import Scan, Signatory, Signature

__all__ = ["Chunk", "Document", "Scan", "Signatory", "Signature"]
