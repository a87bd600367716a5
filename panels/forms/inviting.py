from django import forms

from panels.inviting import CannotInvite, Group


class InviteForm(forms.Form):
    """Who is invited, and to which version of the timetable, as the page showed it."""

    kepada = forms.ChoiceField(choices=[(group.value, group.value) for group in Group])
    versi = forms.IntegerField(min_value=1)

    @property
    def group(self) -> Group:
        """Raises CannotInvite."""
        self._require_valid()
        return Group(self.cleaned_data["kepada"])

    @property
    def version(self) -> int:
        """Raises CannotInvite."""
        self._require_valid()
        version: int = self.cleaned_data["versi"]
        return version

    def _require_valid(self) -> None:
        if not self.is_valid():
            raise CannotInvite(
                "Permintaan ini tidak lengkap. Tidak ada undangan yang dikirim. Buka lagi halaman"
                " undangan, lalu kirim dari sana."
            )
