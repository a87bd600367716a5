from typing import Any

from django import forms

from selection.models import Round
from selection.thresholds import Limits

SHARES = "Isi bilangan bulat 1 sampai 100."
POINTS = "Isi bilangan bulat 1 sampai 50."
GAP = "Isi angka 0 sampai 100 dengan paling banyak dua desimal, misalnya 0,50."


class LimitsForm(forms.Form):
    """From which share of the tests on the names of a vacancy are called strong or narrow."""

    stability_strong = forms.IntegerField(
        label="Kuat mulai dari (% uji)",
        min_value=1,
        max_value=100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "required"), SHARES),
    )
    stability_fair = forms.IntegerField(
        label="Tipis mulai dari (% uji)",
        min_value=1,
        max_value=100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "required"), SHARES),
    )
    stability_gap = forms.DecimalField(
        label="Selisih di batas yang disebut tipis (poin)",
        min_value=0,
        max_value=100,
        decimal_places=2,
        localize=True,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places", "required"), GAP
        ),
    )
    weight_shift = forms.IntegerField(
        label="Geseran bobot pada uji (poin)",
        min_value=1,
        max_value=50,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "required"), POINTS),
    )

    def __init__(self, *args: Any, held: Round, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(held, name) for name in Limits.__dataclass_fields__}
        super().__init__(*args, **kwargs)

    def clean_stability_fair(self) -> int:
        fair: int = self.cleaned_data["stability_fair"]
        if fair > self.cleaned_data.get("stability_strong", 100):
            raise forms.ValidationError("Batas tipis tidak boleh di atas batas kuat.")
        return fair

    @property
    def limits(self) -> Limits:
        said = self.cleaned_data
        return Limits(
            stability_strong=said["stability_strong"],
            stability_fair=said["stability_fair"],
            stability_gap=said["stability_gap"],
            weight_shift=said["weight_shift"],
        )
