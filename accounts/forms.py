from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib.auth import password_validation

from accounts.actions import GRANTABLE
from accounts.models import Agency, User


class ActivationForm(forms.Form):
    """The card's eight digits and the first password, typed twice."""

    code = forms.CharField(
        label="Kode pada kartu",
        help_text="Delapan angka yang tercetak pada kartu aktivasi Anda.",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    password = forms.CharField(
        label="Kata sandi baru",
        help_text="Paling sedikit 12 karakter. Beberapa kata yang mudah Anda ingat lebih kuat"
        " daripada satu kata yang rumit.",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Kata sandi baru, sekali lagi",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        return "".join(filter(str.isdigit, self.cleaned_data["code"]))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError("Kedua isian kata sandi tidak sama. Isi ulang keduanya.")
        return again


class ResetForm(ResetPasswordForm):
    """Only an account that was activated with its card can get a new password by mail."""

    users: list[Any]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return email


class AccountForm(forms.Form):
    """Whose account it is; the agency is asked for only where there are several."""

    name = forms.CharField(
        label="Nama lengkap dengan gelar",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Alamat email",
        help_text="Dipakai untuk masuk, dan tidak dapat diganti sendiri oleh pemiliknya.",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    agency = forms.ModelChoiceField(
        label="Instansi", queryset=Agency.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(agencies) == 1:
            del self.fields["agency"]
        else:
            field: Any = self.fields["agency"]
            field.queryset = Agency.objects.filter(pk__in=[a.pk for a in agencies])


class ReasonForm(forms.Form):
    """Why a role changes; it stands in the trail."""

    reason = forms.CharField(
        label="Alasan",
        help_text="Misalnya nomor surat tugas. Tercatat bersama nama Anda.",
        max_length=500,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )


class RoleForm(ReasonForm):
    """The role to be given."""

    role = forms.ChoiceField(
        label="Peran", choices=[(role.value, role.label) for role in GRANTABLE]
    )
    field_order = ("role", "reason")


class PasswordForm(forms.Form):
    """The member's own password, where no second factor was just used."""

    password = forms.CharField(
        label="Kata sandi Anda",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Ketik kata sandi Anda sendiri, lalu coba lagi."},
    )

    def __init__(self, *args: Any, has_factor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = not has_factor
