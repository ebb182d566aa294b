"""Find the links of the pages and see which lead nowhere."""

from home.services.links.checking import MOST_ASKED, TOPIC, LinkReport, ask_for_check, check_links

__all__ = ["MOST_ASKED", "TOPIC", "LinkReport", "ask_for_check", "check_links"]
