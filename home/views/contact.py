"""The contact page with its form."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from home.forms.contact import ContactForm
from home.models import ContactPage
from home.services.contact import receive_message

SENT = "sent"


def serve_contact(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """Show the page; take what is sent, once, and say so."""
    if request.method != "POST":
        # The parameter only chooses what to say: reloading it sends nothing.
        return _render(request, page, ContactForm(), is_sent=SENT in request.GET)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _render(request, page, form, status=422)
    if not ratelimit.consume(request, action="contact"):
        form.add_error(
            None, _("That was too often in a short time. Wait a while, or call us instead.")
        )
        return _render(request, page, form, status=429)
    fields = ("name", "email", "subject", "message")
    written = {name: form.cleaned_data[name] for name in fields}
    receive_message(page=page, is_suspect=form.is_suspect, **written)
    return HttpResponse(
        status=303, headers={"Location": f"{page.get_url(request)}?{SENT}=yes#write"}
    )


def preview_contact(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """Show a state of the page that is not published."""
    return _render(request, page, ContactForm())


def _render(
    request: HttpRequest,
    page: ContactPage,
    form: ContactForm,
    *,
    is_sent: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {**page.get_context(request), "form": form, "is_sent": is_sent}
    return TemplateResponse(request, "home/contact_page.html", context, status=status)
