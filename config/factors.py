"""allauth's pages that change how a person signs in, each change standing in the trail.

Named and placed like allauth's own, before them in config.urls: links and redirects find these.
"""

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from accounts.factors import factors_of, record_changes


class _Recorded:
    """The change, and one event for each factor that came or went: both or neither."""

    request: HttpRequest

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        allauths: Any = super()
        before = factors_of(user)
        response: HttpResponse = allauths.form_valid(form)
        record_changes(user, before, by=user)
        return response


class ActivateTotp(_Recorded, ActivateTOTPView):
    pass


class DeactivateTotp(_Recorded, DeactivateTOTPView):
    pass


class AddKey(_Recorded, AddWebAuthnView):
    pass


class RemoveKey(_Recorded, RemoveWebAuthnView):
    pass


class GenerateCodes(_Recorded, GenerateRecoveryCodesView):
    pass


urlpatterns = [
    path("totp/activate/", ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", DeactivateTotp.as_view(), name="mfa_deactivate_totp"),
    path("webauthn/add/", AddKey.as_view(), name="mfa_add_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("recovery-codes/generate/", GenerateCodes.as_view(), name="mfa_generate_recovery_codes"),
]
