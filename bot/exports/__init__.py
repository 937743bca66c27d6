"""Writers of files for people: a document as Markdown and as DOCX; bytes that only depend on the document."""
