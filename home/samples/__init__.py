"""Sample content: resources, schools and the documents that go with them."""
