// The server's clock, ticking on: a laptop whose own clock is wrong is seen beside it.

const shown = document.querySelector("[data-clock]");
const [hours, minutes, seconds] = shown.dataset.clock.split(":").map(Number);
const began = hours * 3600 + minutes * 60 + seconds - performance.now() / 1000;

setInterval(() => {
  const now = Math.floor(began + performance.now() / 1000) % 86400;
  const parts = [now / 3600, (now / 60) % 60, now % 60];
  shown.textContent = `${parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(".")} WIB`;
}, 1000);
