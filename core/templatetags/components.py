"""Template tags every template may use (built in, no load needed)."""

from django import template

register = template.Library()
