"""What is printed and handed on: documents, and what becomes of them."""

from reports.models.documents import Document

__all__ = ["Document"]
