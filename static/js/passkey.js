// Passkey buttons appear only where the browser can use them, and a refusal by the device is said aloud:
// allauth's own scripts would write it to the console and leave the page silent.

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  const failure = document.querySelector("[data-passkey-failure]");
  if (!failure) return;
  event.preventDefault();
  failure.hidden = true;
  requestAnimationFrame(() => { failure.hidden = false; });
});
