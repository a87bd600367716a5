"""A passkey from its setting up to its end, with Chromium's own virtual authenticator."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_set_up_right_after_signing_in_used_and_taken_off(product, person):
    member = person("inspektorat@pekalongan.example")
    page = member.page
    device = member.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})

    page.goto("/akun/2fa/")
    page.get_by_role("link", name="Pasang kunci").click()
    page.get_by_label("Nama kunci").fill("Ponsel kantor")
    page.get_by_role("button", name="Pasang kunci").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()
    page.goto("/akun/logout/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.goto("/akun/login/")
    page.get_by_role("button", name="Masuk dengan kunci sandi perangkat").click()
    expect(page.get_by_text("Anda masuk sebagai")).to_be_visible()
    page.goto("/akun/2fa/webauthn/")
    expect(page.get_by_role("heading", name="Ponsel kantor")).to_be_visible()
    page.get_by_role("link", name="Hapus Ponsel kantor").click()
    page.get_by_role("button", name="Hapus kunci").click()
    expect(page.get_by_text("Belum ada kunci")).to_be_visible()

    assert member.troubles == []
    assert product.count_events("accounts.factor_added") == 2
    assert product.count_events("accounts.factor_removed") == 2
