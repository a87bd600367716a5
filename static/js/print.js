// The print button appears only where it works, and what stands folded in the arithmetic is printed too.

const folded = document.querySelectorAll("details[data-printed]:not([open])");

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

window.addEventListener("beforeprint", () => folded.forEach((part) => { part.open = true; }));
window.addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));
