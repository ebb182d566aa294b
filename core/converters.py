"""Numbers in addresses."""

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A number that every database takes, even a thousandfold; a longer one matches no address.

    Where the key of a model is a relation, Django passes any number on, and the database fails.
    """

    regex = "[0-9]{1,15}"
