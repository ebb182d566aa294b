"""The form on the style page: one field of every sort."""

from django import forms


class StyleForm(forms.Form):
    """Shows how fields look; it is never saved."""

    title = forms.CharField(
        max_length=120, help_text="Say what happened, as in a headline.", label="Title"
    )
    email = forms.EmailField(label="E-mail address")
    kind = forms.ChoiceField(
        choices=[("", "Choose one"), ("practice", "Practice"), ("guide", "Guide")], label="Kind"
    )
    summary = forms.CharField(
        max_length=600,
        widget=forms.Textarea,
        required=False,
        label="Summary",
        help_text="What, for whom, and what came of it.",
    )
    visibility = forms.ChoiceField(
        choices=[("public", "Everyone"), ("members", "Members only")],
        widget=forms.RadioSelect,
        label="Who may see it",
    )
    grades = forms.MultipleChoiceField(
        choices=[("k-5", "Grades K-5"), ("6-8", "Grades 6-8"), ("9-12", "Grades 9-12")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Grades",
        help_text="Choose all that fit.",
    )
    file = forms.FileField(required=False, label="File", help_text="PDF, Word or slides; 50 MB.")
    review_by = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Review by"
    )
    locked = forms.CharField(required=False, disabled=True, initial="Cannot change", label="State")
    agree = forms.BooleanField(
        label="I may share this",
        error_messages={"required": "Tick the box if you may share it; we cannot publish it else."},
    )
