// The dialog over the page while the wrong person, or nobody, is signed in. It goes away by itself.

const dialog = document.getElementById("kunci");
const EVERY = 2000;

dialog.addEventListener("cancel", (event) => event.preventDefault());

// Stays until `isMe` says yes; gives the session that did.
export async function lock(title, text, isMe) {
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("p").textContent = text;
  if (!dialog.open) dialog.showModal();
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, EVERY); });
    const session = await isMe().catch(() => null);
    if (session) {
      dialog.close();
      return session;
    }
  }
}
